//! Whether all that still waits when a step is over has something to wait for, and not for too long.

use rwstate_gate::Time;

use super::{Edit, Oracle, Request, Violation};

impl Oracle {
    pub(super) fn end_step(&mut self) {
        let (now, options) = (self.now, self.options);
        let is_over = |edit: &Edit| edit.ended || edit.since.after(options.hold) <= now;
        let ready = self.edits.values().all(|edit| edit.ready || !is_over(edit));
        self.require(ready, Violation::Lingers);
        self.edits.retain(|_, edit| !is_over(edit));
        let (is_blocked, is_closed) = (self.is_blocked(), self.closed.is_some());
        self.require(is_blocked || !is_closed, Violation::Lingers);
        self.require(is_closed || !is_blocked, Violation::Disorder);

        let mut deadlines = vec![];
        let mut anyone_drains = false;
        for request in self.requests.values() {
            match request {
                Request::Held { since, .. } => deadlines.push(since.after(options.hold)),
                Request::InFlight { endless, .. } => anyone_drains |= !endless,
            }
        }
        let is_new = |request: &Request| matches!(request, Request::Held { failed: false, .. });
        let is_kept_out = self.requests.values().any(is_new) && !self.is_shut();
        self.require(!is_kept_out, Violation::Lingers);
        let held = !deadlines.is_empty();
        for edit in self.edits.values() {
            deadlines.push(edit.since.after(options.hold));
            if !edit.ready {
                deadlines.push(edit.since.after(options.drain));
            }
        }
        let draining = self.edits.values().any(|edit| !edit.ready)
            // What defers the first of an environment's defers the others, too.
            || self.withheld.iter().any(|send| !self.is_deferred(send.environment, send.since));
        deadlines.extend(self.runs.values().flatten().map(|since| since.after(options.hold)));
        deadlines.extend(self.pings.iter().map(|asked| asked.deadline(options)));
        let longest = |since: Time| since.after(options.hold).after(options.drain);
        deadlines.extend(self.withheld.iter().map(|send| longest(send.since)));

        let first = deadlines.into_iter().min();
        let is_woken = match (self.wake, first) {
            (Some(wake), Some(first)) => now < wake && wake <= first,
            (wake, first) => wake == first,
        };
        self.require(is_woken, Violation::Lingers);
        self.require(is_blocked || !held, Violation::Lingers);
        self.require(anyone_drains || !draining, Violation::Lingers);

        let is_asked = !self.withheld.is_empty() || self.edits.values().any(|edit| !edit.ready);
        for request in self.requests.values_mut() {
            if let Request::InFlight { asked, .. } = request {
                if is_asked {
                    asked.get_or_insert(now);
                } else if asked.is_some_and(|since| since.after(options.drain) > now) {
                    *asked = None;
                }
            }
        }
    }
}
