//! How a time grows with a size.

/// A power of the size that comes nearest, by least squares over the logarithms: time ~ size ^ slope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fit {
    /// 1 is linear, 2 is quadratic.
    pub(crate) slope: f64,
    /// 1 where every point is on the line.
    pub(crate) r_squared: f64,
}

/// Fits sizes and times; `None` for less than two sizes.
pub(crate) fn fit(points: &[(f64, f64)]) -> Option<Fit> {
    let points: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| {
        let count: f64 = points.iter().map(|_| 1.0).sum();
        points.iter().map(of).sum::<f64>() / count
    };
    let (x_mean, y_mean) = (mean(|(x, _)| *x), mean(|(_, y)| *y));
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        points.iter().map(|(x, y)| of(x - x_mean, y - y_mean)).sum()
    };
    let (xx, xy, yy) = (sum(&|x, _| x * x), sum(&|x, y| x * y), sum(&|_, y| y * y));
    let slope = xy / xx;
    (xx > 0.0 && yy > 0.0).then(|| Fit { slope, r_squared: slope * xy / yy })
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[track_caller]
    fn check(points: &[(f64, f64)], slope: f64) {
        let fit = fit(points).unwrap();
        assert!((fit.slope - slope).abs() < 1e-9, "{fit:?}");
        assert!((fit.r_squared - 1.0).abs() < 1e-9, "{fit:?}");
    }

    #[test]
    fn a_power_is_found() {
        check(&[(100.0, 5.0), (200.0, 10.0), (400.0, 20.0)], 1.0);
        check(&[(1.0, 3.0), (10.0, 300.0), (100.0, 30_000.0)], 2.0);
        assert_eq!(fit(&[(100.0, 5.0)]), None);
    }
}
