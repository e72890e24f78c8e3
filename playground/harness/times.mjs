// A reporter for `cargo xtask test`: how long each test file took, and how many dev servers it started, as JSON.
import { writeFileSync } from "node:fs";

export default class Times {
  onTestRunEnd(modules) {
    const files = modules.map((module) => {
      const { collectDuration, duration, setupDuration } = module.diagnostic();
      return {
        project: module.project.name,
        file: module.relativeModuleId,
        seconds: (setupDuration + collectDuration + duration) / 1000,
        tests: [...module.children.allTests()].length,
        servers: module.meta().servers ?? 0,
      };
    });
    writeFileSync(process.env.PLAYGROUND_TIMES, JSON.stringify(files));
  }
}
