//! Lets the linker know that Node-API's symbols come from the process that loads the addon, and napi-derive where to write the addon's types.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo names the folder for a build script in the environment"
)]

fn main() -> Result<(), std::env::VarError> {
    napi_build::setup();
    println!("cargo::rustc-env=NAPI_TYPE_DEF_TMP_FOLDER={}", std::env::var("OUT_DIR")?);
    Ok(())
}
