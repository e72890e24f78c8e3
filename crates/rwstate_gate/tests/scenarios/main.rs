//! The gate's behaviour, a sentence each, as tables of what happens and what answers it.

mod bounds;
mod edits;
mod ends;
mod optimizer;
mod replays;
mod reports;
mod requests;
mod sends;
mod table;
mod targeted;
