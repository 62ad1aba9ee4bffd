//! The keys that the merchant's server signs identities with.
//!
//! A shared secret is not stored: it is worked out from the installation's signing key and the key's name, so that a copy of
//! this database signs nobody in. Rotating makes a new name. The keys that hold are the two newest of each kind.

use shared::{
    digest,
    id::{KeyId, WorkspaceId},
    identity::key::{Key, KeySet, Material, PublicKey},
    time::Timestamp,
    wire::identity::{IdentityKey, IdentitySettings, Unsigned},
};
use worker::SqlStorageValue as Value;

use super::{IdentityKeys, Workspace};
use crate::{
    chance, clock,
    durable::sql,
    error::{Answer, ApiError},
    settings,
};

/// Key that a merchant made; ours have no public half.
struct Row {
    key: Key,
    made_at: Timestamp,
    by: String,
}

impl Workspace {
    /// What the Worker checks proofs with.
    pub(super) fn identity_keys(&self, workspace: &WorkspaceId) -> Answer<IdentityKeys> {
        let rows = self.live_keys(workspace)?;
        let keys = KeySet::newest(rows.into_iter().map(|row| row.key).collect());
        Ok(IdentityKeys { keys, unsigned: self.unsigned()? })
    }

    /// What the merchant's developer needs.
    pub(super) fn identity(&self, workspace: &WorkspaceId) -> Answer<IdentitySettings> {
        let rows = self.live_keys(workspace)?;
        let live = KeySet::newest(rows.iter().map(|row| row.key.clone()).collect());
        let mut seen: Vec<&'static str> = Vec::new();
        let mut keys = Vec::new();
        for row in rows.iter().filter(|row| live.named(row.key.kid.as_str()).is_some()) {
            let algorithm = row.key.material.algorithm();
            let (secret, public_key) = match &row.key.material {
                Material::Secret { secret } => (Some(secret.clone()), None),
                Material::Ed25519 { public_key } => (None, Some(public_key.clone().into())),
            };
            keys.push(IdentityKey {
                kid: row.key.kid.clone(),
                algorithm: algorithm.into(),
                former: seen.contains(&algorithm),
                secret,
                public_key,
                made_at: row.made_at,
                by: row.by.clone(),
            });
            seen.push(algorithm);
        }
        let audience = workspace.to_string();
        Ok(IdentitySettings { audience, keys, unsigned: self.unsigned()? })
    }

    /// Makes a new secret; the one before goes on holding, the one before that does not.
    pub(super) fn rotate_identity(
        &self,
        workspace: &WorkspaceId,
        by: &str,
    ) -> Answer<IdentitySettings> {
        self.live_keys(workspace)?;
        self.make_secret(by)?;
        self.identity(workspace)
    }

    /// Takes a public key of the merchant's in. The same once more changes nothing.
    pub(super) fn put_identity_key(
        &self,
        workspace: &WorkspaceId,
        (kid, public_key): (&KeyId, &str),
        by: &str,
    ) -> Answer<IdentitySettings> {
        let wrong = |detail: String| ApiError::Invalid {
            code: "invalid_key",
            path: "$.public_key".into(),
            detail,
        };
        PublicKey::try_from(public_key.to_owned()).map_err(|error| wrong(error.to_string()))?;
        let known = self.sql()?.text(
            "SELECT public_key FROM identity_keys WHERE kid = ?",
            vec![Value::String(kid.to_string())],
        )?;
        match known {
            Some(known) if known == public_key => {}
            Some(_) => return Err(ApiError::Conflict(format!("there is another key {kid}"))),
            None => self.put_key(kid.as_str(), public_key, by)?,
        }
        self.identity(workspace)
    }

    /// Ends a key at once. The current secret cannot end: rotate it first.
    pub(super) fn delete_identity_key(
        &self,
        workspace: &WorkspaceId,
        kid: &KeyId,
    ) -> Answer<IdentitySettings> {
        let now = self.identity(workspace)?;
        let key = now.keys.iter().find(|key| key.kid == *kid).ok_or(ApiError::NotFound)?;
        if key.secret.is_some() && !key.former {
            return Err(ApiError::Conflict("rotate the secret first: there is no other".into()));
        }
        self.sql()?
            .run("DELETE FROM identity_keys WHERE kid = ?", vec![Value::String(kid.to_string())])?;
        self.identity(workspace)
    }

    /// Says what a user id without a proof does.
    pub(super) fn put_unsigned(
        &self,
        workspace: &WorkspaceId,
        unsigned: Unsigned,
    ) -> Answer<IdentitySettings> {
        self.sql()?.run(
            "INSERT INTO identity (id, unsigned) VALUES (1, ?)
             ON CONFLICT (id) DO UPDATE SET unsigned = excluded.unsigned",
            vec![sql::to_json(&unsigned)?],
        )?;
        self.identity(workspace)
    }

    fn unsigned(&self) -> Answer<Unsigned> {
        let stored = self.sql()?.text("SELECT unsigned FROM identity", vec![])?;
        stored.map_or(Ok(Unsigned::default()), |json| Ok(sql::from_json(&json)?))
    }

    /// The keys, newest first; the first secret is made when it is asked for first.
    fn live_keys(&self, workspace: &WorkspaceId) -> Answer<Vec<Row>> {
        let secrets = self
            .sql()?
            .rows("SELECT 1 FROM identity_keys WHERE public_key = '' LIMIT 1", vec![])?;
        if secrets.is_empty() {
            self.make_secret("set-up")?;
        }
        let ours = settings::signing_key(&self.env)?;
        let rows = self.sql()?.rows(
            "SELECT kid, public_key, made_at, by FROM identity_keys ORDER BY seq DESC LIMIT 100",
            vec![],
        )?;
        rows.iter()
            .map(|row| {
                let column = |place: usize| row.get(place).and_then(sql::text).unwrap_or_default();
                let (kid, public_key) = (column(0), column(1));
                let material = if public_key.is_empty() {
                    let name = format!("identity\n{workspace}\n{kid}");
                    let secret = digest::hmac_hex(ours.as_bytes(), name.as_bytes());
                    Material::Secret { secret }
                } else {
                    let public_key = PublicKey::try_from(public_key).ok().ok_or_else(broken)?;
                    Material::Ed25519 { public_key }
                };
                let made_at = row.get(2).and_then(sql::integer).unwrap_or_default();
                Ok(Row {
                    key: Key { kid: kid.parse().ok().ok_or_else(broken)?, material },
                    made_at: Timestamp::from_unix_millis(made_at),
                    by: column(3),
                })
            })
            .collect()
    }

    fn make_secret(&self, by: &str) -> Answer<()> {
        let name = chance::name()?;
        self.put_key(&format!("hs-{}", name.get(..16).unwrap_or(&name)), "", by)
    }

    fn put_key(&self, kid: &str, public_key: &str, by: &str) -> Answer<()> {
        self.sql()?.run(
            "INSERT INTO identity_keys (kid, public_key, made_at, by) VALUES (?, ?, ?, ?)",
            vec![
                Value::String(kid.into()),
                Value::String(public_key.into()),
                Value::Integer(clock::now().unix_millis()),
                Value::String(by.into()),
            ],
        )?;
        Ok(())
    }
}

/// A key that cannot be read back is a fault of ours.
fn broken() -> ApiError {
    ApiError::Internal(worker::Error::RustError("a stored identity key cannot be read".into()))
}
