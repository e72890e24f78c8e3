//! One set-up at a time in this checkout.

use std::{
    fs::{self, File},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use anyhow::{Context as _, Result};

use crate::root::at;

/// Waits until no other xtask sets anything up in this checkout, and keeps others waiting while the answer lives. The
/// threads of one xtask share it.
pub(crate) fn lock() -> Result<Arc<File>> {
    static LOCK: Mutex<Weak<File>> = Mutex::new(Weak::new());
    let mut shared = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    // A second handle would wait for the first one, of this process as of any other.
    if let Some(file) = shared.upgrade() {
        return Ok(file);
    }
    fs::create_dir_all(at("target/xtask"))?;
    let file = File::create(at("target/xtask/lock")).context("cannot open target/xtask/lock")?;
    // The file stays. The lock ends with its handle, however the process ends.
    if file.try_lock().is_err() {
        println!("· waiting for another `cargo xtask` to finish its set-up");
        file.lock()?;
    }
    let file = Arc::new(file);
    *shared = Arc::downgrade(&file);
    drop(shared);
    Ok(file)
}
