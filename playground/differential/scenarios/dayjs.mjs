import dayjs from "dayjs/esm/index.js";
import de from "dayjs/esm/locale/de.js";
import customParseFormat from "dayjs/esm/plugin/customParseFormat/index.js";
import duration from "dayjs/esm/plugin/duration/index.js";
import relativeTime from "dayjs/esm/plugin/relativeTime/index.js";
import timezone from "dayjs/esm/plugin/timezone/index.js";
import utc from "dayjs/esm/plugin/utc/index.js";

for (const plugin of [utc, timezone, duration, relativeTime, customParseFormat])
  dayjs.extend(plugin);
dayjs.extend(utc);
const at = dayjs.utc("2024-02-29T12:34:56.789Z");
console.log(
  dayjs.locale(),
  at.format("dddd, MMMM D YYYY, h:mm a"),
  at.add(1, "year").toISOString(),
  at.endOf("month").date(),
);
// The current locale and the known ones are the module's.
console.log(
  dayjs.locale("de"),
  de.name,
  dayjs.utc("2024-03-01").format("dddd, D. MMMM"),
  at.locale("de").fromNow === at.fromNow,
);
console.log(
  at.locale("de").from(dayjs.utc("2024-03-03")),
  // Not near a half: it asks the clock twice, which a slow machine would tell.
  dayjs.duration(100, "minutes").humanize(),
  dayjs.duration("P1DT2H").toISOString(),
);
dayjs.locale("en");
console.log(
  dayjs.duration({ hours: 30 }).format("D [d] H [h]"),
  dayjs.duration(1.5, "hours").asMinutes(),
);
console.log(
  at.tz("Asia/Tokyo").format(),
  dayjs.tz("2024-06-01 00:00", "America/New_York").toISOString(),
  at.tz("Europe/Berlin").offsetName(),
);
dayjs.tz.setDefault("Asia/Tokyo");
console.log(
  dayjs.tz("2024-01-01").toISOString(),
  at.diff(dayjs.utc("2023-01-01"), "month", true).toFixed(4),
);
console.log(
  dayjs.utc("31/12/99", "DD/MM/YY").format(),
  dayjs("no date").isValid(),
  dayjs.utc("2024-13", "YYYY-MM", true).isValid(),
);
console.log(
  at.isBefore(dayjs.utc()),
  at.startOf("week").format(),
  at.set("hour", 3).json,
  at.toJSON(),
  Object.keys(dayjs.Ls),
);
