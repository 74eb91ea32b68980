//! Which way does this notice take to this patron? Wish, then what is known, then the desk; with the reasons.

use super::{Channel, NoticeKind};

/// How a patron can be reached; whether, not where: addresses stay in the store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Whether an e-mail address is known and has not bounced.
    pub email: bool,
    /// Whether a mobile number is known and takes messages.
    pub mobile: bool,
    /// Whether a postal address is known.
    pub address: bool,
    /// What the patron wishes, if they said.
    pub preferred: Option<Channel>,
}

/// What a library has set up. The desk is always there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChannelsOffered {
    /// Whether it sends e-mail.
    pub email: bool,
    /// Whether it sends short messages.
    pub sms: bool,
    /// Whether it posts letters.
    pub letter: bool,
}

/// Why a channel is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PassedOver {
    /// The library has not set it up.
    NotOffered,
    /// The patron has no address for it.
    NoAddress,
    /// It costs more than this notice is worth, and the patron did not ask for it.
    NotWorthIt,
    /// Others could read there what is for the patron alone.
    TooOpen,
}

/// Which channel is taken, and why not those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelChoice {
    /// The channel; nothing where the notice is a courtesy and no cheap channel reaches the patron.
    pub channel: Option<Channel>,
    /// What was looked at before, in order.
    pub passed_over: Vec<(Channel, PassedOver)>,
}

/// Chooses the channel of a notice: the patron's wish, else e-mail, short message, letter, and the desk when nothing
/// else is left.
pub fn choose_channel(kind: NoticeKind, reach: &Reach, offered: &ChannelsOffered) -> ChannelChoice {
    let others = Channel::ALL
        .into_iter()
        .filter(|channel| reach.preferred != Some(*channel));
    let mut passed_over = Vec::new();
    for channel in reach.preferred.into_iter().chain(others) {
        match against(channel, kind, reach, offered) {
            Some(reason) => passed_over.push((channel, reason)),
            None => {
                let channel = Some(channel);
                return ChannelChoice {
                    channel,
                    passed_over,
                };
            }
        }
    }
    ChannelChoice {
        channel: None,
        passed_over,
    }
}

fn against(
    channel: Channel,
    kind: NoticeKind,
    reach: &Reach,
    offered: &ChannelsOffered,
) -> Option<PassedOver> {
    if kind.is_for_a_mailbox_alone() && channel != Channel::Email {
        return Some(PassedOver::TooOpen);
    }
    let wished = reach.preferred == Some(channel);
    let (offered, known, worth_it) = match channel {
        Channel::Email => (offered.email, reach.email, true),
        Channel::Sms => (offered.sms, reach.mobile, wished || kind.must_be_told()),
        Channel::Letter => (
            offered.letter,
            reach.address,
            kind.is_worth_a_letter() || (wished && kind.must_be_told()),
        ),
        Channel::Desk => (true, true, kind.must_be_told()),
    };
    if !offered {
        Some(PassedOver::NotOffered)
    } else if !known {
        Some(PassedOver::NoAddress)
    } else if !worth_it {
        Some(PassedOver::NotWorthIt)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notices::OverdueLetter;

    const EVERYTHING: ChannelsOffered = ChannelsOffered {
        email: true,
        sms: true,
        letter: true,
    };
    const NOBODY_KNOWS: Reach = Reach {
        email: false,
        mobile: false,
        address: false,
        preferred: None,
    };

    fn everywhere(preferred: Option<Channel>) -> Reach {
        Reach {
            email: true,
            mobile: true,
            address: true,
            preferred,
        }
    }

    #[test]
    fn the_wish_comes_first_then_what_is_known_then_the_desk() {
        let second_letter = NoticeKind::Overdue(OverdueLetter::Second);
        let (mobile, address) = (true, true);
        let no_email = Reach {
            mobile,
            address,
            ..NOBODY_KNOWS
        };
        let only_address = Reach {
            address,
            ..NOBODY_KNOWS
        };
        let wishes_email = Reach {
            preferred: Some(Channel::Email),
            ..no_email
        };
        for (kind, reach, channel) in [
            (NoticeKind::Ready, everywhere(None), Some(Channel::Email)),
            (
                NoticeKind::Ready,
                everywhere(Some(Channel::Sms)),
                Some(Channel::Sms),
            ),
            (
                NoticeKind::Ready,
                everywhere(Some(Channel::Letter)),
                Some(Channel::Letter),
            ),
            (
                NoticeKind::Ready,
                everywhere(Some(Channel::Desk)),
                Some(Channel::Desk),
            ),
            (
                NoticeKind::Placed,
                everywhere(Some(Channel::Desk)),
                Some(Channel::Email),
            ),
            (
                NoticeKind::Placed,
                everywhere(Some(Channel::Sms)),
                Some(Channel::Sms),
            ),
            (NoticeKind::Ready, no_email, Some(Channel::Sms)),
            (NoticeKind::Ready, wishes_email, Some(Channel::Sms)),
            (NoticeKind::Placed, no_email, None),
            (NoticeKind::Ready, only_address, Some(Channel::Desk)),
            (second_letter, only_address, Some(Channel::Letter)),
            (NoticeKind::Ready, NOBODY_KNOWS, Some(Channel::Desk)),
            (NoticeKind::Returned, NOBODY_KNOWS, None),
        ] {
            let choice = choose_channel(kind, &reach, &EVERYTHING);
            assert_eq!(choice.channel, channel, "{kind:?} {reach:?}");
        }
    }

    #[test]
    fn a_choice_says_why_others_were_passed_over() {
        let offered = ChannelsOffered {
            email: true,
            sms: false,
            letter: true,
        };
        let reach = Reach {
            email: false,
            ..everywhere(Some(Channel::Sms))
        };
        let choice = choose_channel(NoticeKind::Ready, &reach, &offered);
        assert_eq!(choice.channel, Some(Channel::Desk));
        assert_eq!(
            choice.passed_over,
            [
                (Channel::Sms, PassedOver::NotOffered),
                (Channel::Email, PassedOver::NoAddress),
                (Channel::Letter, PassedOver::NotWorthIt),
            ]
        );
    }

    #[test]
    fn a_code_to_sign_in_by_goes_to_a_mailbox_whatever_is_wished_and_nowhere_else() {
        for preferred in Channel::ALL.map(Some) {
            let choice =
                choose_channel(NoticeKind::SignInCode, &everywhere(preferred), &EVERYTHING);
            assert_eq!(choice.channel, Some(Channel::Email), "{preferred:?}");
            let no_email = Reach {
                email: false,
                ..everywhere(preferred)
            };
            let choice = choose_channel(NoticeKind::SignInCode, &no_email, &EVERYTHING);
            assert_eq!(choice.channel, None, "{preferred:?}");
        }
    }

    #[test]
    fn what_must_be_told_always_has_a_way() {
        for kind in NoticeKind::ALL {
            let choice = choose_channel(kind, &NOBODY_KNOWS, &ChannelsOffered::default());
            let expected = kind.must_be_told().then_some(Channel::Desk);
            assert_eq!(choice.channel, expected, "{kind:?}");
        }
    }
}
