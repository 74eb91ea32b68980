//! Which settings hold, the file's and those that it leaves out? As a file of settings again, without a secret in it.

use crate::config::NodeConfig;
use crate::config_error::ConfigError;
use crate::desk_config::DeskConfig;
use navette_domain::patrons::{BorrowingPolicy, Category};
use navette_standards::email::EmailSettings;
use toml::{Table, Value};

/// What stands for a secret that was read.
const HIDDEN: &str = "(hidden)";

/// Writes all settings that hold by a file's text; what is wrong with it is said as when it is read.
pub fn effective_toml(text: &str) -> Result<String, ConfigError> {
    let config = NodeConfig::from_toml(text)?;
    let unreadable = |error: toml::de::Error| ConfigError::Toml(error.to_string());
    let mut table: Table = toml::from_str(text).map_err(unreadable)?;
    fill(&mut table, "name", config.name.as_str());
    fill(&mut table, "listen", config.listen.to_string());
    fill(&mut table, "time_zone", config.time_zone.as_str());
    with_part(&mut table, "index", |index| {
        fill(index, "threads", integer(config.index.threads));
        fill(index, "memory_mib", integer(config.index.memory_mib));
    });
    let desk = &config.desk;
    with_part(&mut table, "lending", |lending| {
        fill(lending, "new_months", i64::from(desk.protection.new_months));
    });
    with_part(&mut table, "counter", |counter| fill_counter(counter, desk));
    with_part(&mut table, "visitors", |visitors| {
        fill_policy(visitors, &desk.visitors)
    });
    let categories = desk.categories.iter().map(category).collect();
    table.insert("categories".to_owned(), Value::Array(categories));
    if let Some(email) = &config.email {
        with_part(&mut table, "email", |written| fill_email(written, email));
    }
    toml::to_string(&table).map_err(|error| ConfigError::Toml(error.to_string()))
}

fn fill_counter(counter: &mut Table, desk: &DeskConfig) {
    fill(counter, "place", "navette");
    fill(counter, "replacement_cents", desk.replacement.cents());
    fill(counter, "silent_loans", i64::from(desk.silent_loans_max));
    fill(
        counter,
        "titles_shown_below",
        i64::from(desk.titles_shown_below),
    );
    fill(counter, "link_days", i64::from(desk.retention.link_days));
    fill(
        counter,
        "patron_days",
        i64::from(desk.retention.patron_days),
    );
}

fn fill_email(written: &mut Table, email: &EmailSettings) {
    fill(written, "port", i64::from(email.relay_port));
    fill(written, "encryption", "starttls");
    fill(written, "from_name", email.from_name.as_str());
    fill(
        written,
        "deadline_seconds",
        integer(email.deadline.as_secs()),
    );
    if email.account.is_some() {
        fill(written, "password", HIDDEN);
    }
}

fn category(category: &Category) -> Value {
    let mut table = Table::new();
    fill(&mut table, "id", category.id.to_string());
    fill(&mut table, "name_fr", category.name_fr.as_str());
    fill(&mut table, "name_en", category.name_en.as_str());
    fill(&mut table, "guardian_needed", category.guardian_needed);
    fill(&mut table, "group", category.group);
    with_part(&mut table, "policy", |policy| {
        fill_policy(policy, &category.policy)
    });
    Value::Table(table)
}

fn fill_policy(table: &mut Table, policy: &BorrowingPolicy) {
    fill(table, "loan_days", i64::from(policy.loan_days.otherwise));
    with_part(table, "loan_days_by_medium", |by_medium| {
        for (medium, days) in &policy.loan_days.by_medium {
            fill(by_medium, medium.code(), i64::from(*days));
        }
    });
    for (key, number) in [
        ("renewals", u32::from(policy.renewals_max)),
        ("renewal_days", policy.renewal_days.into()),
        ("loans", policy.loans_max.into()),
        ("requests", policy.requests_max.into()),
        ("overdue_block", policy.overdue_block.into()),
        ("fee_per_day_cents", policy.fee_per_day_cents),
        ("fee_cap_cents", policy.fee_cap_cents),
        ("dues_block_cents", policy.dues_block_cents),
        ("card_months", policy.card_months.into()),
    ] {
        fill(table, key, i64::from(number));
    }
}

/// Writes a value where none is written.
fn fill(table: &mut Table, key: &str, value: impl Into<Value>) {
    table.entry(key).or_insert_with(|| value.into());
}

/// Goes on in a part of the file; one that is not written begins empty.
fn with_part(table: &mut Table, key: &str, filling: impl FnOnce(&mut Table)) {
    let mut part = match table.remove(key) {
        Some(Value::Table(written)) => written,
        Some(_) | None => Table::new(),
    };
    filling(&mut part);
    table.insert(key.to_owned(), Value::Table(part));
}

fn integer(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_holds_is_read_back_as_the_same_settings() {
        let least = "library = \"aire\"\ndata_dir = \"data\"\n";
        let example = include_str!("../../../docs/examples/node.toml");
        for text in [least, example] {
            let written = effective_toml(text).unwrap();
            let read = NodeConfig::from_toml(text).unwrap();
            assert_eq!(NodeConfig::from_toml(&written).unwrap(), read, "{written}");
        }
        let written = effective_toml(least).unwrap();
        assert!(
            written.contains("listen = \"127.0.0.1:7710\"\n"),
            "{written}"
        );
    }

    #[test]
    fn a_password_is_not_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("relay.password");
        std::fs::write(&path, "very secret").unwrap();
        let text = format!(
            "library = \"aire\"\ndata_dir = \"data\"\n[email]\nrelay = \"smtp.exemple.fr\"\n\
             from = \"aire@exemple.fr\"\nuser = \"aire\"\npassword_file = {path:?}\n"
        );
        let written = effective_toml(&text).unwrap();
        assert!(written.contains("password = \"(hidden)\""), "{written}");
        assert!(!written.contains("very secret"));
        let read = NodeConfig::from_toml(&text).unwrap();
        assert!(!format!("{read:?}").contains("very secret"));
    }
}
