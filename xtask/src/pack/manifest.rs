//! What `package.json` says in each package.

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::platforms::{PLATFORMS, Platform};

/// How npm publishes a package. One with a scope is private by default.
#[derive(Serialize)]
struct PublishConfig {
    access: &'static str,
}

const PUBLIC: PublishConfig = PublishConfig { access: "public" };

/// That of a package with an addon.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AddonManifest<'a> {
    name: String,
    version: &'a str,
    description: String,
    license: &'a str,
    r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    repository: Option<Repository<'a>>,
    os: [&'a str; 1],
    cpu: [&'a str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    libc: Option<[&'a str; 1]>,
    main: String,
    files: [String; 1],
    /// A library cannot be loaded from an archive, which is what Yarn keeps packages in.
    prefer_unplugged: bool,
    publish_config: PublishConfig,
}

/// Where a package's sources are, which npm compares with the workflow that publishes it.
#[derive(Serialize)]
struct Repository<'a> {
    r#type: &'static str,
    url: &'a str,
}

impl<'a> Repository<'a> {
    const fn new(url: &'a str) -> Self {
        Self { r#type: "git", url }
    }
}

/// The fields that are read.
#[derive(Deserialize)]
pub(super) struct Manifest {
    pub(super) version: String,
    pub(super) files: Vec<String>,
}

/// Returns the `package.json` of the package with a platform's addon.
pub(super) fn of_addon(
    platform: &Platform,
    version: &str,
    repository: Option<&str>,
) -> Result<String> {
    let file = platform.file();
    let manifest = AddonManifest {
        name: platform.package(),
        version,
        description: format!("The native addon of rwstate for {}", platform.name),
        license: "MIT",
        r#type: "commonjs",
        repository: repository.map(Repository::new),
        os: [platform.os],
        cpu: [platform.cpu],
        libc: platform.libc.map(|libc| [libc]),
        main: file.clone(),
        files: [file],
        prefer_unplugged: true,
        publish_config: PUBLIC,
    };
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

/// Returns the main package's manifest, made from that of the checkout, and what it says.
///
/// A text with insertions: the order of the fields in `exports` has a meaning, which a map would lose.
pub(super) fn published(text: &str, repository: Option<&str>) -> Result<(String, Manifest)> {
    let Manifest { version, .. } = serde_json::from_str(text)?;
    let addons: Vec<_> =
        PLATFORMS.iter().map(|it| format!("    \"{}\": \"{version}\"", it.package())).collect();
    let repository = match repository {
        Some(url) => {
            format!("  \"repository\": {},\n", serde_json::to_string(&Repository::new(url))?)
        }
        None => String::new(),
    };
    let public = serde_json::to_string(&PUBLIC)?;
    // So that nothing but what `pack` writes can be published.
    let text = replaced(text, "  \"private\": true,\n", "")?;
    // An addon that a checkout has built would be loaded before that of the platform's package.
    let text = replaced(&text, "    \"native\",\n", "")?;
    let text = replaced(
        &text,
        "  \"dependencies\": {\n",
        &format!(
            "{repository}  \"publishConfig\": {public},\n  \"optionalDependencies\": {{\n{}\n  }},\n  \"dependencies\": {{\n",
            addons.join(",\n")
        ),
    )?;
    let manifest = serde_json::from_str(&text)?;
    Ok((text, manifest))
}

fn replaced(text: &str, from: &str, to: &str) -> Result<String> {
    match text.matches(from).count() {
        1 => Ok(text.replace(from, to)),
        count => bail!("packages/rwstate/package.json has {from:?} {count} times, not once"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{of_addon, published};
    use crate::{
        platforms::{PLATFORMS, Platform},
        root::at,
    };

    #[test]
    fn the_published_manifest_has_each_addon_at_its_own_version() {
        let text = fs::read_to_string(at("packages/rwstate/package.json")).unwrap();
        let (text, manifest) = published(&text, Some("git+https://example.org/it.git")).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        for platform in &PLATFORMS {
            assert_eq!(json["optionalDependencies"][platform.package()], *manifest.version);
        }
        assert_eq!(json["private"], serde_json::Value::Null);
        assert_eq!(json["repository"]["url"], "git+https://example.org/it.git");
        assert!(!manifest.files.contains(&"native".to_owned()));
    }

    #[test]
    fn an_addons_manifest_says_where_it_runs() {
        for platform @ Platform { os, cpu, libc, .. } in &PLATFORMS {
            let manifest = of_addon(platform, "1.2.3", None).unwrap();
            let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
            assert_eq!(manifest["version"], "1.2.3");
            assert_eq!((&manifest["os"][0], &manifest["cpu"][0]), (&(*os).into(), &(*cpu).into()));
            assert_eq!(manifest["libc"][0].as_str(), *libc);
        }
    }

    #[test]
    fn a_manifest_of_another_shape_is_refused() {
        let error = published(r#"{ "version": "1.0.0", "files": [] }"#, None).err().unwrap();
        assert!(error.to_string().contains("times, not once"), "{error}");
    }
}
