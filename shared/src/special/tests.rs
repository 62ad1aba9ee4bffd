//! Reference values from mpmath 1.3 with 40 digits.

use super::*;

/// Right to `digits` digits, relative to the value.
fn assert_close(actual: f64, expected: f64, digits: i32) {
    let bound = expected.abs() * 10.0_f64.powi(-digits) + f64::MIN_POSITIVE;
    assert!((actual - expected).abs() <= bound, "{actual:e} is not {expected:e}");
}

#[test]
fn the_t_distribution_is_right_from_one_degree_of_freedom_to_twenty_million() {
    for (t, degrees, expected) in [
        (2.0, 1.0, 0.295_167_235_300_866_5),
        (-0.5, 3.7, 0.645_335_633_319_932),
        (2.5, 9.25, 0.033_204_631_964_635_74),
        (12.0, 9.25, 6.013_813_937_586_029e-7),
        (1.96, 1e3, 0.050_273_184_955_748_72),
        (4.0, 1e6, 6.334_703_401_004_81e-5),
        (0.01, 250.0, 0.992_029_262_605_443_7),
        (2.0, 2e7, 0.045_500_277_394_100_36),
        (30.0, 40.0, 4.850_907_660_590_208e-29),
    ] {
        assert_close(student_two_sided(t, degrees), expected, 10);
    }
}

#[test]
fn critical_values_of_t_are_those_of_the_tables() {
    for (alpha, degrees, expected) in [
        (0.05, 1.0, 12.706_204_736_174_705),
        (0.05, 2.5, 3.574_654_842_003_683_4),
        (0.01, 30.0, 2.749_995_653_567_226),
        (0.001, 1.0, 636.619_248_768_719_6),
        (0.05, 1e6, 1.959_966_356_814_107_2),
        (0.05, 1e8, 1.959_964_008_262_766_7),
        (1e-9, 5.0, 113.655_051_076_412_52),
    ] {
        assert_close(student_critical(alpha, degrees), expected, 11);
    }
}

#[test]
fn normal_quantiles_are_right_far_into_the_tail() {
    for (p, expected) in [
        (0.975, 1.959_963_984_540_053_9),
        (0.025, -1.959_963_984_540_054_2),
        (1e-10, -6.361_340_902_404_056),
        (1e-300, -37.047_096_299_361_2),
        (0.999_999, 4.753_424_308_817_088),
        (0.3, -0.524_400_512_708_041),
    ] {
        assert_close(normal_quantile(p), expected, 11);
        assert_close(normal_cdf(expected), p, 10);
    }
    assert!(normal_quantile(0.5).abs() < 1e-15);
}

#[test]
fn beta_is_right_for_small_numbers_and_for_millions() {
    for (a, b, expected) in [
        (0.5, 0.5, 1.144_729_885_849_400_2),
        (12.0, 3.0, -6.995_766_156_304_85),
        (50.0, 0.5, -1.381_146_601_451_041),
        (5e5, 0.5, -5.988_816_495_777_464),
        (1e6, 3e6, -2_249_346.423_450_852_7),
        (12.5, 1e7, -182.741_855_312_539_68),
    ] {
        assert_close(ln_beta(a, b), expected, 12);
    }
    for (a, b, x, expected) in [
        (1.0, 1.0, 0.3, 0.3),
        (2.0, 5.0, 0.2, 0.344_64),
        (200.0, 9_800.0, 0.021, 0.765_990_281_074_084_5),
        (0.5, 0.5, 0.9, 0.795_167_235_300_866_6),
        (3_000.0, 2e6, 0.001_5, 0.535_161_159_278_900_2),
        (1.0, 1_000.0, 0.001, 0.632_304_575_229_036),
    ] {
        assert_close(beta_cdf(a, b, x), expected, 11);
    }
}

#[test]
fn the_density_of_beta_is_the_slope_of_its_share() {
    for (a, b, x) in [(2.0, 5.0, 0.2), (40.0, 900.0, 0.04), (0.5, 0.5, 0.7)] {
        let slope = (beta_cdf(a, b, x + 1e-6) - beta_cdf(a, b, x - 1e-6)) / 2e-6;
        assert_close(beta_pdf(a, b, x), slope, 6);
    }
}

#[test]
fn gamma_and_chi_square_are_right_in_both_tails() {
    for (a, x, expected) in [
        (0.5, 1.92, 0.050_043_521_248_705_1),
        (3.5, 2.0, 0.779_777_408_475_715_9),
        (3.5, 30.0, 1.509_555_302_298_912e-10),
        (31.5, 20.0, 0.989_521_767_463_292_6),
        (500.0, 505.0, 0.406_033_150_947_735_96),
        (0.5, 18.0, 1.973_175_290_075_396e-9),
    ] {
        assert_close(gamma_q(a, x), expected, 11);
        assert_close(chi_square_sf(2.0 * x, 2.0 * a), expected, 11);
    }
}

#[test]
fn the_hypergeometric_function_is_right_also_where_a_double_cannot_hold_it() {
    for (a, b, c, z, expected) in [
        (0.243, 2.426, 2.219, 0.5, 0.188_218_309_262_045_03),
        (2.243, 4.426, 4.219, 0.474_025_816_175_219_4, 1.520_675_745_009_023),
        (26.243, 28.426, 28.219, 0.92, 66.791_554_689_816_03),
        (1_000.2, 1_002.4, 1_002.2, 0.9, 2_303.505_767_369_291),
        (5.0, 6.0, 7.0, 0.999, 28.035_820_331_806_16),
    ] {
        let found = hypergeometric_2f1(a, b, c, z).unwrap();
        assert_close(found.value.ln() + found.ln_scale, expected, 11);
    }
    assert_eq!(hypergeometric_2f1(1.0, 1.0, -2.0, 0.5), None);
    assert_eq!(hypergeometric_2f1(1.0, 1.0, 2.0, 1.0), None);
    assert_eq!(hypergeometric_2f1(f64::NAN, 1.0, 2.0, 0.1), None);
}

#[test]
fn outside_their_domain_functions_say_so() {
    for value in [
        student_two_sided(1.0, 0.0),
        student_two_sided(f64::NAN, 3.0),
        student_critical(0.0, 3.0),
        student_critical(0.05, f64::NAN),
        normal_quantile(1.0),
        ln_beta(0.0, 1.0),
        gamma_q(-1.0, 2.0),
        chi_square_sf(f64::NAN, 1.0),
    ] {
        assert!(value.is_nan());
    }
    assert_eq!(whole_above(1.2), Some(2));
    assert_eq!(whole_above(-1.0), None);
    assert_eq!(whole_above(f64::INFINITY), None);
}
