// A registry on 127.0.0.1, for what this repository publishes. Other packages come from npm's own, whose address is the first argument, and are
// kept in the folder of the second. It ends with the process that has forked it.
import { runServer } from "verdaccio";

const [uplink, folder] = process.argv.slice(2);
const own = { access: "$all", publish: "$all" };

const server = await runServer({
  configPath: folder,
  storage: `${folder}/storage`,
  auth: { htpasswd: { file: `${folder}/users` } },
  uplinks: { npm: { url: uplink } },
  packages: {
    rwstate: own,
    "@rwstate/*": own,
    "**": { access: "$all", proxy: "npm" },
  },
  // An addon of tests has not been made small.
  max_body_size: "100mb",
  log: { type: "stdout", format: "json", level: "fatal" },
});

server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
