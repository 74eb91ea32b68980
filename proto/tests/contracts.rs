//! Do the contracts keep the rules they are written by? buf's STANDARD rules that matter on the wire, pages, and a word on each call.

#![allow(clippy::unwrap_used)]
use navette_proto::DESCRIPTORS;
use prost::Message;
use prost_types::{DescriptorProto, EnumDescriptorProto, FileDescriptorProto, FileDescriptorSet};
use std::collections::BTreeMap;

fn files() -> Vec<FileDescriptorProto> {
    let all = FileDescriptorSet::decode(DESCRIPTORS).unwrap().file;
    let own = |file: &FileDescriptorProto| file.package().starts_with("navette.");
    all.into_iter().filter(own).collect()
}

fn messages() -> BTreeMap<String, DescriptorProto> {
    let mut all = BTreeMap::new();
    for file in files() {
        for message in &file.message_type {
            let name = format!(".{}.{}", file.package(), message.name());
            all.insert(name, message.clone());
        }
    }
    all
}

fn has_field(message: &DescriptorProto, name: &str) -> bool {
    message.field.iter().any(|field| field.name() == name)
}

fn assert_none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

/// `OrderKind` is `ORDER_KIND`.
fn in_capitals(name: &str) -> String {
    let mut made = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !made.is_empty() {
            made.push('_');
        }
        made.push(letter.to_ascii_uppercase());
    }
    made
}

#[test]
fn every_call_has_messages_of_its_own_named_after_it() {
    let mut found = Vec::new();
    for file in files() {
        assert!(file.service.len() <= 1, "{}: one service each", file.name());
        for service in &file.service {
            if !service.name().ends_with("Service") {
                found.push(format!("{} is no Service", service.name()));
            }
            for call in &service.method {
                let expected = |kind| format!(".{}.{}{kind}", file.package(), call.name());
                if call.input_type() != expected("Request")
                    || call.output_type() != expected("Response")
                {
                    found.push(format!("{}.{}", service.name(), call.name()));
                }
            }
        }
    }
    assert_none("calls with messages of another name", &found);
}

#[test]
fn every_file_lies_where_its_package_says() {
    for file in files() {
        let folder = file.package().replace('.', "/");
        assert!(
            file.name().starts_with(&format!("{folder}/")),
            "{}",
            file.name()
        );
    }
}

#[test]
fn every_enumeration_begins_with_nothing_and_bears_its_own_name() {
    let mut found = Vec::new();
    let mut check = |one: &EnumDescriptorProto| {
        let prefix = in_capitals(one.name());
        let first = one
            .value
            .first()
            .map(|value| (value.number(), value.name()));
        if first != Some((0, format!("{prefix}_UNSPECIFIED").as_str())) {
            found.push(format!("{}: {first:?}", one.name()));
        }
        for value in &one.value {
            if !value.name().starts_with(&format!("{prefix}_")) {
                found.push(value.name().to_owned());
            }
        }
    };
    for file in files() {
        file.enum_type.iter().for_each(&mut check);
    }
    assert_none("enumerations", &found);
}

#[test]
fn every_list_comes_in_pages() {
    let messages = messages();
    let mut found = Vec::new();
    for file in files() {
        for call in file.service.iter().flat_map(|service| &service.method) {
            if !call.name().starts_with("List") {
                continue;
            }
            let (asked, answered) = (&messages[call.input_type()], &messages[call.output_type()]);
            let sound = has_field(asked, "page_size")
                && has_field(asked, "page_token")
                && has_field(answered, "next_page_token");
            if !sound {
                found.push(call.name().to_owned());
            }
        }
    }
    assert_none("lists without pages", &found);
}

#[test]
fn every_call_is_explained() {
    let mut found = Vec::new();
    for file in files() {
        let places = file.source_code_info.as_ref().unwrap();
        for (at, call) in file
            .service
            .iter()
            .flat_map(|service| service.method.iter().enumerate())
        {
            // Field 6 of a file are its services, field 2 of a service its methods.
            let path = [6, 0, 2, i32::try_from(at).unwrap()];
            let place = places.location.iter().find(|place| place.path == path);
            if place.is_none_or(|place| place.leading_comments().trim().is_empty()) {
                found.push(format!("{}: {}", file.name(), call.name()));
            }
        }
    }
    assert_none("calls without a word", &found);
}

#[test]
fn no_package_needs_one_that_needs_it() {
    let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let package_of = |path: &str| {
        path.rsplit_once('/')
            .map(|(folder, _)| folder.replace('/', "."))
    };
    for file in files() {
        let own = file.package().to_owned();
        let needed = file.dependency.iter().filter_map(|path| package_of(path));
        needs
            .entry(own.clone())
            .or_default()
            .extend(needed.filter(|other| *other != own));
    }
    // Whatever needs nothing that is left can be taken away; in the end nothing may be left.
    while !needs.is_empty() {
        let left: Vec<String> = needs.keys().cloned().collect();
        needs.retain(|_, needed| needed.iter().any(|other| left.contains(other)));
        assert!(needs.len() < left.len(), "packages in a circle: {left:?}");
    }
}
