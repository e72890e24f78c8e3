//! Time, as events carry it.

use std::time::Duration;

/// A moment: microseconds since any moment that the adapter keeps to, such as the start of its process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

impl Time {
    /// Creates the moment that is so many microseconds after the adapter's first.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Returns the microseconds since the adapter's first moment.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Returns the moment `duration` later, or the last there is. Less than a microsecond is dropped.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)))
    }

    /// Returns the moment `duration` earlier, or the first there is. Less than a microsecond is dropped.
    #[must_use]
    pub fn before(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)))
    }

    /// Returns how long ago `earlier` was, or zero where it is later than this.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Time;

    #[test]
    fn arithmetic_saturates() {
        let late = Time::from_micros(u64::MAX - 1);
        assert_eq!(late.after(Duration::from_secs(1)), Time::from_micros(u64::MAX));
        assert_eq!(Time::default().after(Duration::MAX), Time::from_micros(u64::MAX));
        assert_eq!(Time::from_micros(3).since(Time::from_micros(5)), Duration::ZERO);
        assert_eq!(Time::from_micros(3).before(Duration::from_micros(2)), Time::from_micros(1));
        assert_eq!(Time::from_micros(3).before(Duration::MAX), Time::default());
        assert_eq!(Time::from_micros(5).since(Time::from_micros(3)), Duration::from_micros(2));
    }
}
