//! The order of a list, wire and domain.

use crate::Refusal;
use crate::wire::catalogue as wire;
use navette_domain::catalogue::SortOrder;

/// Writes an order.
pub fn to_wire(order: SortOrder) -> wire::SortOrder {
    match order {
        SortOrder::Relevance => wire::SortOrder::Relevance,
        SortOrder::Newest => wire::SortOrder::Newest,
        SortOrder::Title => wire::SortOrder::Title,
    }
}

/// Reads an order; unspecified is relevance, as the contract says.
pub fn from_wire(order: i32) -> Result<SortOrder, Refusal> {
    match wire::SortOrder::try_from(order) {
        Ok(wire::SortOrder::Unspecified | wire::SortOrder::Relevance) => Ok(SortOrder::Relevance),
        Ok(wire::SortOrder::Newest) => Ok(SortOrder::Newest),
        Ok(wire::SortOrder::Title) => Ok(SortOrder::Title),
        Err(_) => Err(Refusal::field("order", format!("unknown order {order}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_survives_the_wire_and_none_is_relevance() {
        for order in SortOrder::ALL {
            assert_eq!(from_wire(to_wire(*order) as i32), Ok(*order));
        }
        assert_eq!(from_wire(0), Ok(SortOrder::Relevance));
        let refused = from_wire(7).map_err(|refusal| refusal.to_string());
        assert_eq!(refused, Err("order: unknown order 7".into()));
    }
}
