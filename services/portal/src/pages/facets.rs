//! Which filters are chosen, and which can be? Each is a plain link, so that a list can be kept, sent and gone back to.

use super::pickup::OF_LINK;
use crate::asked::{Asked, address};
use crate::places::Known;
use crate::say::Say;
use navette_domain::catalogue::Facet;
use navette_proto::wire::catalogue::{FacetCounts, FacetFilter};

/// Values of one facet that are shown.
const VALUES_SHOWN: usize = 8;
/// Facets whose values are shown at once; the others unfold.
const OPEN: &[&str] = &["medium", "available"];

/// What a search is narrowed by, and the words it is about.
pub(super) struct Narrowed<'a> {
    asked: &'a Asked,
    say: Say,
    known: &'a Known,
    /// Where the days of the list are reckoned to, where a link says so.
    of_link: &'a str,
}

/// A filter that is chosen.
pub(super) struct Chosen {
    pub(super) name: String,
    pub(super) without: String,
}

/// A facet with its values.
pub(super) struct ShownFacet {
    pub(super) name: String,
    pub(super) open: bool,
    pub(super) values: Vec<ShownValue>,
}

/// One value.
pub(super) struct ShownValue {
    pub(super) name: String,
    pub(super) count: String,
    pub(super) link: String,
}

impl<'a> Narrowed<'a> {
    pub(super) fn by(asked: &'a Asked, say: Say, known: &'a Known, of_link: &'a str) -> Self {
        Self {
            asked,
            say,
            known,
            of_link,
        }
    }

    /// Gives what was asked.
    pub(super) fn asked(&self) -> &'a Asked {
        self.asked
    }

    /// Writes the address of the list without the place that a link names.
    pub(super) fn elsewhere(&self) -> String {
        Self {
            of_link: "",
            ..*self
        }
        .with(&[])
    }

    /// Gives what a new search keeps: filters and order, as hidden fields of its form.
    pub(super) fn kept(&self) -> Vec<(&'a str, &'a str)> {
        let mut kept = vec![("tri", self.asked.get("tri")), (OF_LINK, self.of_link)];
        for facet in Facet::ALL.iter().map(|facet| facet.code()) {
            kept.extend(self.asked.all(facet).map(|value| (facet, value)));
        }
        kept.retain(|(_, value)| !value.is_empty());
        kept
    }

    /// Gives the filters as the contract takes them.
    pub(super) fn filters(&self) -> Vec<FacetFilter> {
        let facets = Facet::ALL.iter().map(|facet| facet.code());
        facets
            .filter_map(|facet| {
                let values: Vec<String> = self.asked.all(facet).map(str::to_owned).collect();
                (!values.is_empty()).then(|| FacetFilter {
                    facet: facet.to_owned(),
                    values,
                })
            })
            .collect()
    }

    /// Gives the filters that are chosen, each with the list without it.
    pub(super) fn chosen(&self) -> Vec<Chosen> {
        let mut chosen = Vec::new();
        for facet in Facet::ALL.iter().map(|facet| facet.code()) {
            for value in self.asked.all(facet) {
                chosen.push(Chosen {
                    name: self.value_name(facet, value),
                    without: self.link(Some((facet, value)), None),
                });
            }
        }
        chosen
    }

    /// Gives what can be chosen yet.
    pub(super) fn facets(&self, counts: &[FacetCounts]) -> Vec<ShownFacet> {
        counts
            .iter()
            .filter_map(|facet| self.facet(facet))
            .collect()
    }

    fn facet(&self, counts: &FacetCounts) -> Option<ShownFacet> {
        let code = counts.facet.as_str();
        let about = if counts.exact { "" } else { "~" };
        let is_chosen = |value: &str| self.asked.all(code).any(|chosen| chosen == value);
        let values: Vec<ShownValue> = counts
            .counts
            .iter()
            .filter(|count| count.count > 0 && !is_chosen(&count.value))
            .filter(|count| code != "available" || count.value == "yes")
            .take(VALUES_SHOWN)
            .map(|count| ShownValue {
                name: self.value_name(code, &count.value),
                count: format!("{about}{}", self.say.number(count.count)),
                link: self.link(None, Some((code, &count.value))),
            })
            .collect();
        (!values.is_empty()).then(|| ShownFacet {
            name: self.say.facet(code).to_owned(),
            open: OPEN.contains(&code),
            values,
        })
    }

    /// Writes the address of the list with one filter less or more, from its first page.
    pub(super) fn link(&self, without: Option<(&str, &str)>, with: Option<(&str, &str)>) -> String {
        let mut pairs = vec![
            ("q", self.asked.get("q")),
            ("tri", self.asked.get("tri")),
            (OF_LINK, self.of_link),
        ];
        for facet in Facet::ALL.iter().map(|facet| facet.code()) {
            let values = self.asked.all(facet).map(|value| (facet, value));
            pairs.extend(values.filter(|pair| Some(*pair) != without));
        }
        pairs.extend(with);
        address("/recherche", pairs)
    }

    /// Writes the address of the list as it is, with something set.
    pub(super) fn with(&self, set: &[(&str, &str)]) -> String {
        let is_set = |name: &str| set.iter().any(|(other, _)| *other == name);
        let mut pairs = vec![(OF_LINK, self.of_link)];
        for name in ["q", "tri"] {
            if !is_set(name) {
                pairs.push((name, self.asked.get(name)));
            }
        }
        for facet in Facet::ALL.iter().map(|facet| facet.code()) {
            pairs.extend(self.asked.all(facet).map(|value| (facet, value)));
        }
        pairs.extend(set);
        address("/recherche", pairs)
    }

    /// Writes the address of the list without any filter.
    pub(super) fn without_filters(&self) -> String {
        let pairs = [("q", self.asked.get("q")), (OF_LINK, self.of_link)];
        address("/recherche", pairs)
    }

    fn value_name(&self, facet: &str, value: &str) -> String {
        let say = self.say;
        match facet {
            "medium" => say.medium(value).to_owned(),
            "language" => say.language_name(value).to_owned(),
            "audience" => say.audience(value).to_owned(),
            "library" => self.known.name(value).to_owned(),
            "available" => say.one("Disponible maintenant", "Available now").to_owned(),
            "decade" => say.one(format!("Années {value}"), format!("{value}s")),
            _ => value.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;

    #[test]
    fn a_new_search_keeps_filters_order_and_the_place_of_its_days() {
        let asked = Asked::read(b"q=camus&medium=book&medium=film&tri=titre&page=zz&retrait=aire");
        let known = Known::default();
        let narrowed = Narrowed::by(&asked, Say(Language::French), &known, "arques");
        assert_eq!(
            narrowed.kept(),
            [
                ("tri", "titre"),
                ("lieu", "arques"),
                ("medium", "book"),
                ("medium", "film"),
            ]
        );
        let next = narrowed.with(&[("page", "2")]);
        assert!(
            next.contains("lieu=arques") && !next.contains("retrait"),
            "{next}"
        );
    }
}
