import { DateTime, Duration, IANAZone, Info, Interval, Settings } from "luxon";

// Settings and caches are the module's.
Settings.defaultZone = "Europe/Berlin";
Settings.defaultLocale = "de";
Settings.now = () => 1_700_000_000_000;
console.log(
  Settings.defaultZone.name,
  DateTime.now().toISO(),
  DateTime.now().toLocaleString(DateTime.DATETIME_FULL),
);
const at = DateTime.fromISO("2024-02-29T12:34:56", { zone: "America/New_York" });
console.log(
  at.toFormat("cccc d LLLL yyyy HH:mm ZZZZ"),
  at.setZone("Asia/Tokyo").toISO(),
  at.plus({ years: 1 }).toISODate(),
  at.weekNumber,
  at.isInDST,
);
console.log(
  at.setLocale("fr").toFormat("EEEE"),
  at.reconfigure({ numberingSystem: "beng" }).toLocaleString(),
  DateTime.fromFormat("3 März 2024", "d MMMM yyyy").toISODate(),
);
console.log(
  at.diff(DateTime.fromISO("2023-01-01"), ["years", "months", "days"]).toHuman(),
  at.toRelative({ base: at.plus({ days: 3 }) }),
);
console.log(
  Duration.fromISO("P1DT25H").normalize().toObject(),
  Duration.fromMillis(90061).toFormat("hh:mm:ss"),
  Info.months("short"),
  Info.weekdays("narrow", { locale: "en" }),
);
console.log(
  Interval.after(at, { days: 2 }).splitBy({ days: 1 }).map(String),
  Info.hasDST("Asia/Tokyo"),
  IANAZone.isValidZone("Mars/Base"),
);
Settings.defaultWeekSettings = { firstDay: 7, minimalDays: 1, weekend: [6, 7] };
console.log(at.startOf("week", { useLocaleWeeks: true }).toISODate(), Info.getStartOfWeek());
Settings.resetCaches();
console.log(
  DateTime.fromObject({ year: 2024, month: 13 }).invalidExplanation,
  DateTime.fromISO("x").isValid,
);
Settings.throwOnInvalid = true;
try {
  DateTime.fromISO("x");
} catch (error) {
  console.log(error.name, error.message);
}
Settings.twoDigitCutoffYear = 30;
console.log(
  DateTime.fromFormat("31", "yy").year,
  DateTime.fromFormat("29", "yy").year,
  Settings.defaultLocale,
);
