//! By which way does a notice reach a patron?

/// A way to reach a patron.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// E-mail.
    Email,
    /// A short message to a mobile telephone.
    Sms,
    /// A letter by post.
    Letter,
    /// The desk's list "à prévenir": by telephone, or by word of mouth.
    Desk,
}

impl Channel {
    /// Every channel, the cheapest first.
    pub const ALL: [Self; 4] = [Self::Email, Self::Sms, Self::Letter, Self::Desk];

    /// Gives the word used in files and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Letter => "letter",
            Self::Desk => "desk",
        }
    }

    /// Finds the channel with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_is_found_by_its_own_code() {
        for channel in Channel::ALL {
            assert_eq!(Channel::from_code(channel.code()), Some(channel));
        }
        assert_eq!(Channel::from_code("fax"), None);
    }
}
