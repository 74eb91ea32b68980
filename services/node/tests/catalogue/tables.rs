//! One row is one copy: do all copies of a title stay together, wherever their rows stand?

use crate::fixtures::{Importing, Library, TABLE, a_start};
use navette_proto::wire::catalogue::{GetHoldingsRequest, ImportStart, ImportSummary, RawRecord};

const HEADER: &[u8] = b"title;author;barcode\n";

fn a_row(number: u64, title: &str, barcode: &str) -> RawRecord {
    RawRecord {
        number,
        offset: number * 100,
        format: "csv".into(),
        header: HEADER.to_vec(),
        raw: format!("{title};Zola, Émile;{barcode}\n").into_bytes(),
    }
}

async fn begin(library: &Library, key: &str) -> Importing {
    let start = ImportStart {
        profile_toml: TABLE.into(),
        ..a_start(key)
    };
    library.begin(start).await.unwrap()
}

/// Imports rows so that each group is stored apart from the others.
async fn import(library: &Library, key: &str, groups: &[Vec<RawRecord>]) -> ImportSummary {
    let mut import = begin(library, key).await;
    for group in groups {
        import.send(group).await;
        import.until_durable(group.last().unwrap().number).await;
    }
    import.finish().await.unwrap()
}

async fn barcodes(library: &Library, title: &str) -> Vec<String> {
    let found = library.search(title).await;
    assert_eq!(found.works.len(), 1, "{title}");
    let work = found.works[0].work.clone();
    let mut client = library.client.clone();
    let held = client
        .get_holdings(GetHoldingsRequest {
            work,
            ..GetHoldingsRequest::default()
        })
        .await
        .unwrap();
    let mut found: Vec<String> = held
        .into_inner()
        .holdings
        .into_iter()
        .flat_map(|holding| holding.items)
        .map(|item| item.barcode)
        .collect();
    found.sort();
    found
}

fn scattered() -> Vec<Vec<RawRecord>> {
    vec![
        vec![
            a_row(1, "Germinal", "G1"),
            a_row(2, "Nana", "N1"),
            a_row(3, "Germinal", "G2"),
        ],
        vec![a_row(4, "Nana", "N2"), a_row(5, "Le Rêve", "R1")],
        vec![a_row(6, "Germinal", "G3")],
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rows_of_one_title_are_its_copies_wherever_they_stand() {
    let library = Library::empty().await;
    let summary = import(&library, "rows", &scattered()).await;
    assert_eq!((summary.read, summary.new, summary.changed), (6, 3, 0));
    assert_eq!(barcodes(&library, "germinal").await, ["G1", "G2", "G3"]);
    assert_eq!(barcodes(&library, "nana").await, ["N1", "N2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_table_twice_changes_nothing_however_it_is_cut() {
    let library = Library::empty().await;
    import(&library, "rows", &scattered()).await;
    let again = import(&library, "rows", &scattered()).await;
    assert_eq!((again.new, again.changed, again.unchanged), (0, 0, 3));
    let whole = vec![scattered().concat()];
    let again = import(&library, "whole", &whole).await;
    assert_eq!((again.new, again.changed, again.unchanged), (0, 0, 3));
    assert_eq!(barcodes(&library, "germinal").await, ["G1", "G2", "G3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_gone_from_the_table_is_gone_from_the_title() {
    let library = Library::empty().await;
    import(&library, "rows", &scattered()).await;
    let mut fewer = scattered();
    fewer[2] = vec![a_row(6, "Le Rêve", "R2")];
    let summary = import(&library, "fewer", &fewer).await;
    assert_eq!((summary.new, summary.changed, summary.unchanged), (0, 2, 1));
    assert_eq!(barcodes(&library, "germinal").await, ["G1", "G2"]);
    assert_eq!(barcodes(&library, "reve").await, ["R1", "R2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_comes_twice_is_one_copy() {
    let library = Library::empty().await;
    import(&library, "rows", &scattered()).await;
    let mut doubled = scattered();
    doubled.push(vec![a_row(7, "Germinal", "G1")]);
    import(&library, "doubled", &doubled).await;
    assert_eq!(barcodes(&library, "germinal").await, ["G1", "G2", "G3"]);
}
