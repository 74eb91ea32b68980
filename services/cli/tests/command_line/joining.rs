//! Does a territory begin, let libraries in by code and put them out, and does every code that lets nobody in say why?

use crate::session::{Session, exit_code};
use navette_domain::membership::Serial;
use navette_domain::time::Timestamp;
use navette_trust::{Authority, Credential, FoundedAuthority};
use std::net::TcpListener;
use std::process::{Child, Command};
use std::time::{Duration, Instant, UNIX_EPOCH};

const PATIENCE: Duration = Duration::from_secs(60);

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let process = self.0.id().to_string();
        let _ = Command::new("kill").args(["-INT", &process]).status();
        let _ = self.0.wait();
    }
}

/// A founded territory of two libraries, whose federator runs.
struct Territory {
    session: Session,
    plain: String,
    lines: String,
    _federator: Running,
}

fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

fn settings(folder: &str, plain: &str, lines: &str) -> String {
    let mut text =
        format!("listen = \"{plain}\"\ndata_dir = \"{folder}\"\n[lines]\nlisten = \"{lines}\"\n");
    for (library, name) in [("aire", "Médiathèque d'Aire"), ("lumbres", "Lumbres")] {
        text.push_str(&format!(
            "[[members]]\nlibrary = \"{library}\"\nname = \"{name}\"\nlatitude = 50.6\nlongitude = 2.4\n"
        ));
    }
    text
}

/// The code that was printed alone on standard output.
fn code_in(shown: &str) -> String {
    let printed = shown.lines().find(|line| line.starts_with("navette1-"));
    printed.unwrap_or_else(|| panic!("{shown}")).to_owned()
}

impl Territory {
    fn founded() -> Self {
        Self::founded_by(Session::new(), &[])
    }

    /// Founds one in a session, with more to say on founding it.
    fn founded_by(session: Session, more: &[&str]) -> Self {
        let (plain, lines) = (free_address(), free_address());
        let session = session
            .file("federator.toml", settings("centre", &plain, &lines))
            .masking(&lines, "LINES")
            .masking(&plain, "PLAIN");
        let init = ["federator", "init", "--config", "federator.toml"];
        let administrator = code_in(&session.run(&[&init[..], more].concat()));
        let federator = session
            .command(&["federator", "--config", "federator.toml"])
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let territory = Self {
            session,
            plain,
            lines,
            _federator: Running(federator),
        };
        territory.until("the federator answers", |territory| {
            let listed = ["libraries", "--at", &territory.plain];
            exit_code(&territory.session.run(&listed)) == "0"
        });
        let joined = territory.run(&["join", &administrator]);
        assert_eq!(exit_code(&joined), "0", "{joined}");
        territory
    }

    /// Runs a command as the administrator.
    fn run(&self, arguments: &[&str]) -> String {
        let mut command = self.session.command(arguments);
        command.env("NAVETTE_CREDENTIAL", self.session.path("administrator"));
        let output = command.output().unwrap();
        self.session.shown(output)
    }

    fn invite(&self, library: &str) -> String {
        code_in(&self.run(&["federator", "invite", "--library", library]))
    }

    fn until(&self, what: &str, is_true: impl Fn(&Self) -> bool) {
        let started = Instant::now();
        while !is_true(self) {
            assert!(started.elapsed() < PATIENCE, "not in time: {what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The code with one letter changed.
fn altered(code: &str) -> String {
    let other = if &code[20..21] == "A" { "B" } else { "A" };
    format!("{}{other}{}", &code[..20], &code[21..])
}

/// Hides what is another each time: codes, moments and numbers of codes.
fn masked(shown: &str) -> String {
    let mut masked = String::new();
    for word in shown.split_inclusive([' ', '\n', ';', ',', ':']) {
        let bare = word.trim_end_matches([' ', '\n', ';', ',', ':']);
        let dated = bare.len() == 10 && bare.starts_with("20") && bare.matches('-').count() == 2;
        let hour = bare.len() == 2 && bare.bytes().all(|byte| byte.is_ascii_digit());
        let number = bare.len() == 16 && bare.bytes().all(|byte| byte.is_ascii_hexdigit());
        let shown = match bare {
            _ if bare.starts_with("navette1-") => "CODE",
            _ if dated => "DAY",
            _ if hour => "00",
            _ if number => "NUMBER",
            _ => bare,
        };
        masked.push_str(shown);
        masked.push_str(&word[bare.len()..]);
    }
    masked
}

#[test]
fn a_library_joins_by_a_code_is_listed_with_its_line_and_is_put_out() {
    let territory = Territory::founded();
    let invited = territory.run(&["federator", "invite", "--library", "aire"]);
    insta::assert_snapshot!("join_invite", masked(&invited));
    let code = code_in(&invited);
    let folder = territory.session.path("").display().to_string();
    let joined = territory.run(&["join", &code]).replace(&folder, "FOLDER/");
    insta::assert_snapshot!("join_library", masked(&joined));
    let written = std::fs::read_to_string(territory.session.path("node.toml")).unwrap();
    let written = written
        .replace(&folder, "FOLDER/")
        .replace(&territory.lines, "LINES");
    insta::assert_snapshot!("join_settings", written);
    // Settings that are there are not touched: what to add is said.
    let again = territory.invite("aire");
    let joined = territory.run(&["join", &again]).replace(&folder, "FOLDER/");
    insta::assert_snapshot!("join_again", masked(&joined));

    let node = territory
        .session
        .command(&["node", "--config", "node.toml"]);
    let node = { node }
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let _node = Running(node);
    let members = ["federator", "members", "--output", "json"];
    territory.until("its line is up", |territory| {
        territory.run(&members).contains("\"line\":\"up\"")
    });
    let listed = territory.run(&["federator", "members"]);
    for told in [
        "library:aire",
        "administrator:administrator",
        "up since",
        "Médiathèque d'Aire",
    ] {
        assert!(listed.contains(told), "{listed}");
    }
    // The doctor dials as the node does, and lists the certificate once.
    let doctor = ["doctor", "--node-config", "node.toml", "--output", "json"];
    let seen = territory.session.run(&doctor);
    assert_eq!(exit_code(&seen), "0", "{seen}");
    for told in [
        "federator at LINES, with our certificate: connected in",
        "\"check\":\"modes\",\"state\":\"good\"",
        "\"check\":\"clock\",\"state\":\"good\"",
    ] {
        assert!(seen.contains(told), "{told} is not in\n{seen}");
    }
    assert_eq!(seen.matches("credential.pem").count(), 1, "{seen}");

    let revoked = territory.run(&["federator", "revoke", "aire"]);
    assert!(
        revoked.contains("library:aire: 2 certificates revoked, 0 codes withdrawn"),
        "{revoked}"
    );
    territory.until("its line is away", |territory| {
        territory.run(&members).contains("\"line\":\"away\"")
    });
    assert!(
        territory
            .run(&["federator", "members"])
            .contains("revoked ")
    );
    let seen = territory.session.run(&doctor);
    assert_eq!(exit_code(&seen), "1", "{seen}");
    let told = "federator at LINES: our certificate was revoked: ask the territory's administrator";
    assert!(seen.contains(told), "{seen}");
}

#[test]
fn joining_again_on_the_same_machine_gives_the_same_certificate_also_where_settings_were_lost() {
    let territory = Territory::founded();
    let code = territory.invite("aire");
    let credential = || std::fs::read(territory.session.path("aire/line/credential.pem")).unwrap();
    let first = territory.run(&["join", &code]);
    assert_eq!(exit_code(&first), "0", "{first}");
    let before = credential();
    std::fs::remove_file(territory.session.path("node.toml")).unwrap();
    let again = territory.run(&["join", &code]);
    assert_eq!(again, first, "settings are written again");
    assert!(credential() == before, "it is the same certificate");
    let waiting = territory.session.path("aire/line/joining.key");
    assert!(!waiting.exists(), "no key is left over");
}

#[test]
fn a_code_that_lets_nobody_in_says_why_and_what_to_do() {
    let territory = Territory::founded();
    let elsewhere = ["--config", "elsewhere/node.toml"];
    std::fs::create_dir(territory.session.path("elsewhere")).unwrap();
    let join = |code: &str| territory.run(&[&["join", code], &elsewhere[..]].concat());
    insta::assert_snapshot!("join_no_code", join("aire"));
    let code = territory.invite("aire");
    insta::assert_snapshot!("join_altered_code", join(&altered(&code)));
    insta::assert_snapshot!("join_half_a_code", join(&code[..60]));
    let newer = territory.invite("aire");
    insta::assert_snapshot!("join_withdrawn_code", masked(&join(&code)));
    // Settings of another library: the code is not spent.
    let other = "library = \"lumbres\"\ndata_dir = \"lumbres\"\n";
    std::fs::write(territory.session.path("lumbres.toml"), other).unwrap();
    let shown = territory.run(&["join", &newer, "--config", "lumbres.toml"]);
    insta::assert_snapshot!("join_code_of_other", shown);
    let nowhere = territory.run(&["join", &newer, "--config", "nowhere/node.toml"]);
    assert!(
        nowhere.contains("nowhere/node.toml cannot be written"),
        "{nowhere}"
    );
    assert_eq!(exit_code(&join(&newer)), "0");
    let used = territory.run(&[
        "join",
        &newer,
        "--config",
        "third.toml",
        "--data-dir",
        "third",
    ]);
    insta::assert_snapshot!("join_used_code", masked(&used));

    // Another territory's federator stands where the code leads.
    let stranger = settings("stranger", &free_address(), &territory.lines);
    std::fs::write(territory.session.path("stranger.toml"), stranger).unwrap();
    let init = ["federator", "init", "--config", "stranger.toml"];
    let foreign = code_in(&territory.session.run(&init));
    let shown = territory
        .session
        .run(&["join", &foreign, "--credential", "foreign"]);
    insta::assert_snapshot!("join_other_authority", shown);
    let nobody = settings("nobody", &free_address(), "127.0.0.1:1");
    std::fs::write(territory.session.path("nobody.toml"), nobody).unwrap();
    let init = ["federator", "init", "--config", "nobody.toml"];
    let lonely = code_in(&territory.session.run(&init));
    let shown = territory
        .session
        .run(&["join", &lonely, "--credential", "lonely"]);
    insta::assert_snapshot!("join_unreachable", shown);
}

#[test]
fn only_an_administrator_invites_and_only_who_can_be_is_invited() {
    let territory = Territory::founded();
    let unknown = territory.run(&["federator", "invite", "--library", "calais"]);
    insta::assert_snapshot!("invite_unknown_library", unknown);
    let unknown = territory.run(&["federator", "revoke", "lumbres"]);
    insta::assert_snapshot!("revoke_unknown_member", unknown);
    let code = territory.invite("aire");
    assert_eq!(exit_code(&territory.run(&["join", &code])), "0");
    let lines = territory.lines.clone();
    let invite = [
        "federator",
        "invite",
        "--library",
        "lumbres",
        "--line",
        &lines,
    ];
    let as_library = [&invite[..], &["--credential", "aire/line"]].concat();
    insta::assert_snapshot!("invite_as_library", territory.run(&as_library));
    let without = [&invite[..], &["--credential", "nothing"]].concat();
    insta::assert_snapshot!("invite_without_certificate", territory.run(&without));
}

#[test]
fn whoever_operates_the_federator_says_on_its_machine_who_belongs() {
    let territory = Territory::founded();
    let by_operator = |act: &[&str]| {
        let at = ["--at", &territory.plain];
        let arguments = [&["federator"], act, &at[..]].concat();
        territory.session.run(&arguments)
    };
    let invited = by_operator(&["invite", "--library", "aire"]);
    let joined = territory.run(&["join", &code_in(&invited)]);
    assert_eq!(exit_code(&joined), "0", "{joined}");
    let listed = by_operator(&["members"]);
    assert!(listed.contains("library:aire"), "{listed}");
    let revoked = by_operator(&["revoke", "aire"]);
    assert!(
        revoked.contains("library:aire: 1 certificates revoked"),
        "{revoked}"
    );
    // Whoever may not read the federator's folder has no token.
    let mut stranger =
        territory
            .session
            .command(&["federator", "members", "--at", &territory.plain]);
    stranger.env("XDG_STATE_HOME", territory.session.path("elsewhere"));
    let told = territory.session.shown(stranger.output().unwrap());
    assert!(
        told.contains("error: this needs somebody who has signed in"),
        "{told}"
    );
}

#[test]
fn an_authority_that_exists_already_is_brought_along_and_signs_from_then_on() {
    let now = Timestamp(i64::try_from(UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap());
    let outside = FoundedAuthority::make(Serial(7), now).unwrap();
    let session = Session::new()
        .file("ca.pem", &outside.certificate_pem)
        .file("ca.key", &outside.key_pem);
    let brought = ["--authority", "ca.pem", "--authority-key", "ca.key"];
    let territory = Territory::founded_by(session, &brought);
    let kept = |name: &str| std::fs::read_to_string(territory.session.path(name)).unwrap();
    assert_eq!(
        kept("centre/authority/authority.pem"),
        outside.certificate_pem
    );
    // The administrator has joined, and holds what the outside authority has signed.
    let held = Credential::from_pem(&kept("administrator/credential.pem")).unwrap();
    let authority = Authority::from_pem(&outside.certificate_pem, &outside.key_pem).unwrap();
    assert_eq!(held.authority(), authority.certificate());
    let listed = territory.run(&["federator", "members"]);
    assert_eq!(exit_code(&listed), "0", "{listed}");
}

#[test]
fn an_authority_that_cannot_sign_for_others_is_refused_by_what_is_wrong_with_it() {
    let now = Timestamp(1_795_910_400_000);
    let [one, other] = [7, 8].map(|number| FoundedAuthority::make(Serial(number), now).unwrap());
    let session = Session::new()
        .file(
            "federator.toml",
            settings("centre", "127.0.0.1:0", "127.0.0.1:7701"),
        )
        .file("one.pem", &one.certificate_pem)
        .file("one.key", &one.key_pem)
        .file("other.key", &other.key_pem);
    let init = ["federator", "init", "--config", "federator.toml"];
    let brought = |certificate, key| {
        let brought = ["--authority", certificate, "--authority-key", key];
        session.run(&[&init[..], &brought].concat())
    };
    insta::assert_snapshot!(
        "init_key_of_another_authority",
        brought("one.pem", "other.key")
    );
    insta::assert_snapshot!("init_no_authority", brought("one.key", "one.key"));
    insta::assert_snapshot!("init_authority_missing", brought("nothing.pem", "one.key"));
    let half = session.run(&[&init[..], &["--authority", "one.pem"]].concat());
    assert_eq!(exit_code(&half), "2", "{half}");
    // Nothing was founded by any of them.
    assert_eq!(exit_code(&brought("one.pem", "one.key")), "0");
}

#[test]
fn a_territory_is_founded_once_and_only_where_lines_are_waited_for() {
    let open = "listen = \"127.0.0.1:0\"\ndata_dir = \"open\"\n";
    let nowhere = format!("{open}[lines]\nlisten = \"0.0.0.0:7701\"\n");
    let session = Session::new()
        .file("open.toml", open)
        .file("nowhere.toml", nowhere)
        .file(
            "sound.toml",
            settings("sound", "127.0.0.1:0", "127.0.0.1:7701"),
        )
        .file("key.pem", "no key");
    let init = |config: &str| session.run(&["federator", "init", "--config", config]);
    insta::assert_snapshot!("init_without_lines", init("open.toml"));
    insta::assert_snapshot!("init_without_address", init("nowhere.toml"));
    let unfounded = session.run(&["federator", "--config", "sound.toml"]);
    insta::assert_snapshot!("serve_not_founded", unfounded);
    insta::assert_snapshot!("init_first", masked(&init("sound.toml")));
    insta::assert_snapshot!("init_again", masked(&init("sound.toml")));
    let brought = ["--authority", "key.pem", "--authority-key", "key.pem"];
    let begin = ["federator", "init", "--config", "sound.toml"];
    let replaced = session.run(&[&begin[..], &brought[..]].concat());
    insta::assert_snapshot!("init_replacing", replaced);
}
