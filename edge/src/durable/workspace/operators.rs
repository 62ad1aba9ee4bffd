//! Who may sign in, and who is.
//!
//! Passwords are stored as Argon2id with the parameters OWASP names (12 MiB, 3 passes);
//! sessions as the hash of their token, so that a copy of the database opens no door.

use core::time::Duration;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use shared::{
    catalog::Catalog,
    config::Config,
    digest,
    experiment::Holdouts,
    id::{OperatorId, WorkspaceId},
    time::Timestamp,
    wire::{
        admin::Session,
        inbox::{Colleague, NewOperator},
    },
};
use worker::SqlStorageValue as Value;

use super::{SignedIn, Workspace};
use crate::{
    chance, clock,
    durable::sql,
    error::{Answer, ApiError},
};

/// Shortest password (NIST SP 800-63B asks for 8; shops' data deserves more).
const PASSWORD_CHARS_MIN: usize = 12;

/// Longest password: hashing is work.
const PASSWORD_CHARS_MAX: usize = 128;

/// How long a session lasts.
const SESSION: Duration = Duration::from_hours(12);

/// Wrong passwords for one name before it has to wait.
const ATTEMPTS_MAX: i64 = 10;

/// How long wrong passwords count.
const ATTEMPTS_WINDOW: Duration = Duration::from_mins(15);

impl Workspace {
    pub(super) fn setup_needed(&self) -> Answer<bool> {
        let operators = self.sql()?.rows("SELECT 1 FROM operators LIMIT 1", vec![])?;
        Ok(operators.is_empty())
    }

    pub(super) async fn set_up(
        &self,
        workspace: &WorkspaceId,
        email: &str,
        name: &str,
        password: &str,
    ) -> Answer<SignedIn> {
        if !self.setup_needed()? {
            return Err(ApiError::Conflict("there is an operator already: sign in".into()));
        }
        let id = self.add_operator(email, name, password)?;
        if self.published().is_err() {
            let config = first_config(workspace)?;
            self.publish(workspace, config, Catalog::default(), (&id, "set-up")).await?;
        }
        self.open_session(&id)
    }

    /// Takes somebody in, and says their id.
    fn add_operator(&self, email: &str, name: &str, password: &str) -> Answer<String> {
        let email = checked_email(email)?;
        check_password(password)?;
        let id = chance::name()?;
        let added = self.sql()?.rows(
            "INSERT INTO operators (id, email, name, password, made_at) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO NOTHING RETURNING id",
            vec![
                Value::String(id.clone()),
                Value::String(email),
                Value::String(name.trim().chars().take(80).collect()),
                Value::String(hashed(password)?),
                Value::Integer(clock::now().unix_millis()),
            ],
        )?;
        if added.is_empty() {
            return Err(ApiError::Conflict("there is an operator with this address".into()));
        }
        Ok(id)
    }

    /// Everybody who may sign in, after taking somebody in.
    pub(super) fn operators(&self, new: Option<NewOperator>) -> Answer<Vec<Colleague>> {
        if let Some(NewOperator { email, name, password }) = new {
            self.add_operator(&email, &name, &password)?;
        }
        let rows = self.sql()?.rows("SELECT id, name FROM operators ORDER BY made_at", vec![])?;
        let colleague = |row: &Vec<Value>| {
            let operator = row.first().and_then(sql::text)?.parse().ok()?;
            Some(Colleague { operator, name: row.get(1).and_then(sql::text)? })
        };
        Ok(rows.iter().filter_map(colleague).collect())
    }

    pub(super) fn sign_in(
        &self,
        _workspace: &WorkspaceId,
        email: &str,
        password: &str,
    ) -> Answer<SignedIn> {
        let email = email.trim().to_lowercase();
        let now = clock::now();
        self.check_attempts(&email, now)?;
        let rows = self.sql()?.rows(
            "SELECT id, password FROM operators WHERE email = ?",
            vec![Value::String(email.clone())],
        )?;
        let row = rows.first();
        let stored = row.and_then(|row| row.get(1)).and_then(sql::text);
        // An unknown name costs as much as a wrong password, and sounds the same.
        let is_right = is_password(password, stored.as_deref());
        match row.and_then(|row| row.first()).and_then(sql::text) {
            Some(id) if is_right => self.open_session(&id),
            Some(_) | None => {
                self.sql()?.run(
                    "INSERT INTO attempts (email, at) VALUES (?, ?)",
                    vec![Value::String(email), Value::Integer(now.unix_millis())],
                )?;
                Err(ApiError::Unauthenticated("the name or the password is not right"))
            }
        }
    }

    pub(super) fn sign_out(&self, token: &str) -> Answer<()> {
        let key = digest::sha256_hex(token.as_bytes());
        self.sql()?.run("DELETE FROM sessions WHERE token = ?", vec![Value::String(key)])?;
        Ok(())
    }

    pub(super) fn session(&self, token: &str) -> Answer<Session> {
        let key = digest::sha256_hex(token.as_bytes());
        let rows = self.sql()?.rows(
            "SELECT operators.id, operators.name, operators.email
             FROM sessions JOIN operators ON operators.id = sessions.operator
             WHERE sessions.token = ? AND ? < sessions.ends_at",
            vec![Value::String(key), Value::Integer(clock::now().unix_millis())],
        )?;
        let row = rows.first().ok_or(ApiError::Unauthenticated("the session is over: sign in"))?;
        let column = |place: usize| row.get(place).and_then(sql::text).unwrap_or_default();
        let operator: OperatorId = column(0)
            .parse()
            .ok()
            .ok_or(ApiError::Unauthenticated("the session is over: sign in"))?;
        let settings = self.published()?.config.settings;
        Ok(Session {
            operator,
            name: column(1),
            email: column(2),
            workspace: settings.name,
            currency: settings.currency,
            write_key: settings.write_keys.first().map(ToString::to_string).unwrap_or_default(),
        })
    }

    fn open_session(&self, operator: &str) -> Answer<SignedIn> {
        let token = format!("{}{}", chance::name()?, chance::name()?);
        let now = clock::now();
        self.sql()?.run(
            "DELETE FROM sessions WHERE ends_at < ?",
            vec![Value::Integer(now.unix_millis())],
        )?;
        self.sql()?.run(
            "INSERT INTO sessions (token, operator, ends_at) VALUES (?, ?, ?)",
            vec![
                Value::String(digest::sha256_hex(token.as_bytes())),
                Value::String(operator.into()),
                Value::Integer(now.saturating_add(SESSION).unix_millis()),
            ],
        )?;
        let session = self.session(&token)?;
        Ok(SignedIn { token, session })
    }

    fn check_attempts(&self, email: &str, now: Timestamp) -> Answer<()> {
        let window = Value::Integer(now.saturating_sub(ATTEMPTS_WINDOW).unix_millis());
        let sql = self.sql()?;
        sql.run("DELETE FROM attempts WHERE at < ?", vec![window])?;
        let rows = sql.rows(
            "SELECT COUNT(*) FROM attempts WHERE email = ?",
            vec![Value::String(email.into())],
        )?;
        let attempts = rows.first().and_then(|row| row.first()).and_then(sql::integer);
        if ATTEMPTS_MAX <= attempts.unwrap_or_default() {
            return Err(ApiError::TooMany("too many wrong passwords; try again in 15 minutes"));
        }
        Ok(())
    }
}

fn checked_email(email: &str) -> Answer<String> {
    let email = email.trim().to_lowercase();
    let is_plausible = email.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !email.contains(char::is_whitespace)
    });
    if is_plausible && email.len() <= 254 {
        return Ok(email);
    }
    Err(ApiError::Invalid {
        code: "invalid_email",
        path: "$.email".into(),
        detail: "email is not an address such as ann@shop.example".into(),
    })
}

fn check_password(password: &str) -> Answer<()> {
    let chars = password.chars().count();
    if (PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
        return Ok(());
    }
    Err(ApiError::Invalid {
        code: "invalid_password",
        path: "$.password".into(),
        detail: format!(
            "password has {chars} characters, not {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX}"
        ),
    })
}

fn hasher() -> Answer<Argon2<'static>> {
    let params = Params::new(12 * 1_024, 3, 1, None).map_err(not_hashed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hashed(password: &str) -> Answer<String> {
    let salt = SaltString::encode_b64(&chance::bytes::<16>()?).map_err(not_hashed)?;
    let hash = hasher()?.hash_password(password.as_bytes(), &salt).map_err(not_hashed)?;
    Ok(hash.to_string())
}

fn is_password(password: &str, stored: Option<&str>) -> bool {
    // The hash of a password nobody has, for names nobody has.
    const NOBODY: &str = "$argon2id$v=19$m=12288,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$\
                          AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(hash) = PasswordHash::new(stored.unwrap_or(NOBODY)) else { return false };
    hasher().is_ok_and(|hasher| hasher.verify_password(password.as_bytes(), &hash).is_ok())
}

fn not_hashed(error: impl core::fmt::Display) -> ApiError {
    ApiError::Internal(worker::Error::RustError(format!("a password cannot be hashed: {error}")))
}

/// What a new workspace starts with: a key of its own, no rules, a tenth held out.
pub(super) fn first_config(workspace: &WorkspaceId) -> Answer<Config> {
    let key = format!("pk_{workspace}_{}", chance::name()?);
    let settings = shared::json::read(&serde_json::json!({
        "id": workspace, "name": "My shop", "write_keys": [key], "currency": "CNY",
        "notice": 1, "allowed_origins": ["*"],
    }))?;
    Ok(Config {
        settings,
        segments: vec![],
        bands: Vec::new(),
        rules: vec![],
        offers: vec![],
        experiments: vec![],
        holdout: Holdouts::default(),
        frequency_rules: vec![],
        quiet_hours: None,
        playbooks: vec![],
    })
}
