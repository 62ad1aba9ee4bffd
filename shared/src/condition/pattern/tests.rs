//! The supported part of regular expressions, with JavaScript's answers.

use proptest::prelude::*;

use super::*;

fn finds(pattern: &str, text: &str) -> bool {
    Pattern::compile(pattern, Case::Exact).unwrap().is_found_in(text, &mut Fuel::full()).unwrap()
}

fn finds_in_any_case(pattern: &str, text: &str) -> bool {
    Pattern::compile(pattern, Case::Ignored).unwrap().is_found_in(text, &mut Fuel::full()).unwrap()
}

#[test]
fn a_pattern_is_found_anywhere_unless_anchored() {
    assert!(finds("bc", "abcd"));
    assert!(finds("^ping", "pingpong"));
    assert!(!finds("^ping", "a ping"));
    assert!(finds("-12-25$", "1980-12-25"));
    assert!(finds("", ""));
    assert!(finds("^$", ""));
    assert!(!finds("^$", "x"));
}

#[test]
fn groups_choices_and_quantifiers_work_together() {
    assert!(finds("^(ab|c){2,3}d?$", "abcabd"));
    assert!(!finds("^(ab|c){2,3}d?$", "ab"));
    assert!(finds("^(?:a*)*b$", "aaab"));
    assert!(finds("colou?r", "the color"));
    assert!(finds("^a{3}$", "aaa"));
    assert!(!finds("^a{3}$", "aa"));
    assert!(finds("^a{2,}?$", "aaaa"));
    assert!(finds("x{,2}", "x{,2}"));
    assert!(finds("(|a)b", "b"));
}

#[test]
fn classes_and_escapes_read_as_in_a_browser() {
    assert!(finds(r"^[\w.+-]+@[\w-]+\.\w+$", "li.lei+shop@example.com"));
    assert!(finds("[^0-9]", "12a"));
    assert!(!finds("[^0-9]", "12"));
    assert!(finds("^[]a]", "") == finds("[]", ""), "an empty class matches nothing");
    assert!(finds("[a-]", "-"));
    assert!(finds(r"[\d-x]", "-"));
    assert!(finds(r"\bphone\b", "a phone!"));
    assert!(!finds(r"\bphone\b", "smartphones"));
    assert!(finds(r"\u4f18\x21", "优!"));
    assert!(finds(r"a\/b", "a/b"));
    assert!(!finds("^.$", "\n"));
}

#[test]
fn case_is_ignored_only_when_asked() {
    assert!(!finds("(mobile|tablet)", "Mobile"));
    assert!(finds_in_any_case("(MOBILE|tablet)", "Android mobile"));
    assert!(finds_in_any_case("[a-c]É", "Bé"));
    assert!(!finds_in_any_case("s", "ſ"));
}

#[test]
fn what_cannot_be_matched_in_one_pass_is_refused_with_its_place() {
    for pattern in [r"(a)\1", "(?=a)", "(?!a)", "(?<=a)b", "(?<n>a)", r"\p{L}"] {
        let refused = Pattern::compile(pattern, Case::Exact);
        assert!(matches!(refused, Err(PatternError::Unsupported { .. })), "{pattern}");
    }
    for pattern in
        ["/???***[)", "a**", "(", ")", "[a", "[b-a]", "a{2,1}", "^*", "\\", r"\x1", "{1}"]
    {
        let refused = Pattern::compile(pattern, Case::Exact);
        assert!(matches!(refused, Err(PatternError::Malformed { .. })), "{pattern}");
    }
    assert_eq!(
        Pattern::compile("ab(?=c)", Case::Exact).unwrap_err().to_string(),
        "look-ahead is not supported, at character 5"
    );
}

#[test]
fn size_is_bounded_before_and_after_repetition() {
    let at_bound = "a".repeat(PATTERN_LEN_BYTES_MAX);
    assert!(Pattern::compile(&at_bound, Case::Exact).is_ok());
    assert_eq!(
        Pattern::compile(&(at_bound + "a"), Case::Exact),
        Err(PatternError::TooLong { len_bytes: PATTERN_LEN_BYTES_MAX + 1 })
    );
    assert_eq!(Pattern::compile("((a{100}){100}){100}", Case::Exact), Err(PatternError::TooLarge));
    assert_eq!(Pattern::compile("a{1000000}", Case::Exact), Err(PatternError::TooLarge));
}

#[test]
fn the_pattern_that_hangs_a_backtracking_engine_answers_at_once() {
    let text = "a".repeat(2_000);
    assert!(!finds("^(a+)+$b", &text));
    let mut fuel = Fuel::full();
    let greedy = Pattern::compile("(.*){10}(.*){10}x", Case::Exact).unwrap();
    assert_eq!(greedy.is_found_in(&"a".repeat(100_000), &mut fuel), Err(OutOfFuel));
}

proptest! {
    #[test]
    fn no_pattern_and_no_text_panic(pattern in any::<String>(), text in any::<String>()) {
        if let Ok(pattern) = Pattern::compile(&pattern, Case::Ignored) {
            let _answer = pattern.is_found_in(&text, &mut Fuel::full());
        }
    }

    #[test]
    fn no_likely_pattern_panics(pattern in r"[ab\\\[\](){}|*+?^$.,0-9-]{0,24}", text in "[ab01]{0,12}") {
        if let Ok(pattern) = Pattern::compile(&pattern, Case::Exact) {
            let _answer = pattern.is_found_in(&text, &mut Fuel::full());
        }
    }
}
