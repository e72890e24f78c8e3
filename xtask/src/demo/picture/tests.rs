use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::{COLUMN, Frame, PAD, ROW, THEMES, draw};

/// A table that fills, below a line that changes.
fn frames() -> Vec<Frame> {
    let good = "\u{1b}[32mkept\u{1b}[0m";
    let bad = "\u{1b}[1m\u{1b}[31mLOST\u{1b}[0m";
    [
        (0.0, "┌──────┬──────┐\n│ step │      │\n└──────┴──────┘\n\nwaits & <waits>".to_owned()),
        (0.5, format!("┌──────┬──────┐\n│ step │ {good} │\n└──────┴──────┘\n\nwaits & <waits>")),
        (4.0, format!("┌──────┬──────┐\n│ step │ {bad} │\n└──────┴──────┘\n\nall done")),
    ]
    .map(|(at, text)| Frame { at, text })
    .into()
}

fn svg() -> String {
    draw(&frames(), "A & B", &THEMES[0])
}

fn is_past(node: Node<'_, '_>) -> bool {
    node.attribute("class") == Some("past")
}

/// Returns the characters that are there in the end, at their places.
fn last_screen(document: &Document<'_>) -> String {
    let mut places = BTreeMap::<(u32, u32), String>::new();
    for group in document.descendants().filter(|it| it.has_tag_name("g") && !is_past(*it)) {
        for text in group.children().filter(|it| it.has_tag_name("text")) {
            let number = |name| text.attribute(name).unwrap().parse::<f64>().unwrap() - PAD;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "places in a screen are small"
            )]
            let place = ((number("y") / ROW).floor() as u32, (number("x") / COLUMN).round() as u32);
            places.insert(place, text.text().unwrap().to_owned());
        }
    }
    let lines = places.into_iter().map(|((row, column), text)| format!("{row}:{column} {text}"));
    lines.map(|line| line + "\n").collect()
}

#[test]
fn it_is_well_formed_and_ends_with_the_last_screen() {
    let svg = svg();
    let document = Document::parse(&svg).unwrap();
    assert_eq!(
        document.descendants().find(|it| it.has_tag_name("title")).unwrap().text(),
        Some("A & B")
    );
    assert_eq!(last_screen(&document), "1:2 step\n1:9 LOST\n4:0 all done\n");
}

#[test]
fn what_appears_later_is_drawn_later_and_the_last_as_the_picture_rests() {
    let svg = svg();
    let document = Document::parse(&svg).unwrap();
    let styles: Vec<_> = document
        .descendants()
        .filter(|it| it.has_tag_name("g"))
        .map(|it| (is_past(it), it.attribute("style").unwrap_or_default()))
        .collect();
    assert_eq!(
        styles,
        [
            (false, ""),
            (true, "animation:show 1.20s 0.00s"),
            (true, "animation:show 0.70s 0.50s"),
            (false, "animation:hide 1.20s"),
        ]
    );
}

#[test]
fn a_session_is_drawn_in_one_way() {
    assert_eq!(svg(), svg());
    insta::assert_snapshot!(svg());
}

#[test]
fn the_committed_pictures_are_small_and_show_the_table() {
    for theme in &THEMES {
        let file = crate::root::at(&format!("docs/images/demo-{}.svg", theme.name));
        let svg = std::fs::read_to_string(file).unwrap();
        assert!(svg.len() < 30_000, "{}: {} bytes", theme.name, svg.len());
        let screen = last_screen(&Document::parse(&svg).unwrap());
        for text in
            ["ordinary module", "virtual module only", "rwstate", "LOST", "SPLIT", "1 object"]
        {
            assert!(screen.contains(&format!(" {text}\n")), "{text}: {screen}");
        }
        assert!(screen.ends_with("steps.\n"), "{screen}");
    }
}
