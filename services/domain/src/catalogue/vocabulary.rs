//! Which closed lists describe a record: its medium and its audience.

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Gives the word used in files, facets and JSON.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Finds the value with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use closed_list;

closed_list! {
    /// What kind of thing stands on the shelf. Works are never joined across media.
    Medium {
        /// A printed book.
        #[default]
        Book = "book",
        /// A bande dessinée, comic or manga.
        Comic = "comic",
        /// A book in large print.
        LargePrint = "large-print",
        /// A recorded reading.
        Audiobook = "audiobook",
        /// A musical recording.
        Music = "music",
        /// A film or other video.
        Film = "film",
        /// A newspaper, magazine or other serial.
        Periodical = "periodical",
        /// Printed or manuscript music.
        Score = "score",
        /// A map or atlas sheet.
        Map = "map",
        /// A game or toy.
        Game = "game",
        /// A picture, poster or print.
        Image = "image",
        /// A computer file, CD-ROM or online resource.
        Electronic = "electronic",
        /// Anything else, mixed kits included.
        Other = "other",
    }
}

closed_list! {
    /// For whom a work is meant, after UNIMARC 100$a/17-19 and MARC 21 008/22.
    Audience {
        /// Not said.
        #[default]
        Unknown = "unknown",
        /// Up to five years (UNIMARC b).
        EarlyChildhood = "early-childhood",
        /// Five to about ten years (UNIMARC c), and "juvenile" without an age (a).
        Children = "children",
        /// About nine to fourteen (UNIMARC d) and fourteen to twenty (e).
        Teenagers = "teenagers",
        /// Adults (UNIMARC k, m).
        Adults = "adults",
    }
}
