//! What all benchmarks say of a figure that was measured several times.

/// Returns the median: of an even number the mean of the two in the middle; NaN of none.
pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut figures = figures.to_vec();
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    match figures.get(middle) {
        None => f64::NAN,
        Some(upper) if figures.len().is_multiple_of(2) => {
            f64::midpoint(figures[middle - 1], *upper)
        }
        Some(&one) => one,
    }
}

/// Renders the median, and what the figures lie between.
pub(crate) fn spread(figures: &[f64], digits: usize) -> String {
    around(median(figures), figures, digits)
}

/// Renders a figure of its own, and what others of its kind lie between.
pub(crate) fn around(figure: f64, figures: &[f64], digits: usize) -> String {
    if figures.is_empty() {
        return "–".into();
    }
    let least = figures.iter().copied().fold(f64::INFINITY, f64::min);
    let most = figures.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    format!("{figure:.digits$} ({least:.digits$}–{most:.digits$})")
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn a_spread_is_the_median_and_its_bounds() {
        assert_eq!(spread(&[3.0, 1.0, 2.0], 2), "2.00 (1.00–3.00)");
        assert_eq!(spread(&[4.0, 1.0, 2.0, 3.0], 1), "2.5 (1.0–4.0)");
        assert_eq!(spread(&[], 2), "–");
    }
}
