# Makes expected.txt beside this file with R alone (Debian: r-base-core, r-cran-mitools), not with this program:
#   Rscript tests/data/stats/expected.R > tests/data/stats/expected.txt
# A line: function; its numbers; what they give. Lists within are ended by a comma.
# R's mathlib has these functions by other algorithms (TOMS 708 for the beta, Morris and Loader for the gamma).
options(digits = 17, warn = 2)
set.seed(6)
num <- function(x) paste(sprintf("%.17g", x), collapse = " ")
line <- function(name, args, out) cat(name, ";", paste(sapply(args, num), collapse = " , "), ";", num(out), "\n")

shapes <- c(0.01, 0.3, 0.5, 1, 2, 7.5, 14.9, 15.1, 60, 1000, 1e6)
for (a in shapes) for (k in c(0.01, 0.5, 0.9, 1, 1.1, 2, 10)) {
    x <- a * k
    line("gamma_pq", list(c(a, x)), c(pgamma(x, a), pgamma(x, a, lower.tail = FALSE)))
}
tails <- c(1e-12, 1e-4, 0.025, 0.3, 0.5, 0.7, 0.975, 0.9999)
for (a in shapes) for (p in tails) line("gamma_quantile", list(c(a, p)),
    c(qgamma(p, a), qgamma(p, a, lower.tail = FALSE)))
for (a in c(0.1, 0.5, 1, 3, 20, 1000, 1e5)) for (b in c(0.1, 0.5, 1, 4, 300, 1e6)) for (k in c(0.1, 0.9, 1, 1.2)) {
    x <- min(k * a / (a + b), 0.9999)
    line("beta_p", list(c(a, b, x)), pbeta(x, a, b))
}
for (a in c(0.5, 1, 3, 20, 1000, 1e5)) for (b in c(0.5, 1, 4, 300, 1e6)) for (p in c(1e-4, 0.025, 0.5, 0.975))
    line("beta_quantile", list(c(a, b, p)), qbeta(p, a, b))
for (p in c(1e-300, 1e-20, 1e-4, 0.025, 0.2, 0.5, 0.9, 0.975, 0.999999)) line("normal_quantile", list(p), qnorm(p))
for (z in c(-30, -8, -1.96, 0, 0.3, 4)) line("normal_p", list(z), pnorm(z))
for (df in c(0.5, 1, 2, 3.7, 30, 1e5, Inf)) {
    for (p in c(0.001, 0.025, 0.4, 0.975)) line("t_quantile", list(c(df, p)), qt(p, df))
    for (t in c(-4, -0.1, 0, 2)) line("t_p", list(c(df, t)), pt(t, df))
}
for (n in c(0, 1, 2, 10, 100, 12345)) for (m in c(0.2, 1, 9, 130, 12300))
    line("poisson", list(c(n, m)), c(dpois(n, m), ppois(n - 1, m, lower.tail = FALSE), ppois(n, m)))
for (k in c(0, 1, 5, 99, 100)) for (p in c(0.001, 0.05, 0.5, 0.97))
    line("binomial", list(c(k, 100, p)), c(dbinom(k, 100, p), pbinom(k - 1, 100, p, lower.tail = FALSE), pbinom(k, 100, p)))

# Intervals of counts
root <- function(f, lo, hi) uniroot(f, c(lo, hi), tol = 1e-300, maxiter = 10000)$root
exact <- function(n, level) as.numeric(poisson.test(n, conf.level = level)$conf.int)
mid <- function(n, level) {
    a <- (1 - level) / 2
    wide <- exact(n, 1 - a / 10)
    above <- function(m) ppois(n, m, lower.tail = FALSE) + dpois(n, m) / 2 - a
    below <- function(m) ppois(n - 1, m) + dpois(n, m) / 2 - a
    c(if (n == 0) 0 else root(above, wide[1], n), root(below, n + 1e-9, wide[2]))
}
for (n in c(0, 1, 2, 3, 10, 57, 1000, 1e6)) for (level in c(0.9, 0.95, 0.99)) {
    line("poisson_exact", list(c(n, level)), exact(n, level))
    line("poisson_mid", list(c(n, level)), mid(n, level))
}
for (n in c(0, 1, 4, 20)) for (m in c(0.1, 2, 4, 30)) {
    both <- c(ppois(n, m), ppois(n - 1, m, lower.tail = FALSE))
    line("poisson_two_sided", list(c(n, m)), c(min(1, 2 * min(both)), min(1, 2 * min(both - dpois(n, m) / 2))))
}
ratio <- function(n1, e1, n2, e2, level) {
    n <- n1 + n2; chance <- e1 / (e1 + e2)
    both <- c(pbinom(n1, n, chance), pbinom(n1 - 1, n, chance, lower.tail = FALSE))
    line("poisson_ratio", list(c(n1, e1, n2, e2, level)), c((n1 / e1) / (n2 / e2),
        as.numeric(poisson.test(c(n1, n2), c(e1, e2), conf.level = level)$conf.int), min(1, 2 * min(both))))
}
ratio_mid <- function(n1, e1, n2, e2, level) {
    n <- n1 + n2; a <- (1 - level) / 2; k <- n1
    above <- function(t) pbinom(k, n, plogis(t), lower.tail = FALSE) + dbinom(k, n, plogis(t)) / 2 - a
    below <- function(t) pbinom(k - 1, n, plogis(t)) + dbinom(k, n, plogis(t)) / 2 - a
    both <- c(pbinom(n1, n, e1 / (e1 + e2)), pbinom(n1 - 1, n, e1 / (e1 + e2), lower.tail = FALSE)) -
        dbinom(n1, n, e1 / (e1 + e2)) / 2
    line("poisson_ratio_mid", list(c(n1, e1, n2, e2, level)), c((n1 / e1) / (n2 / e2),
        (if (k == 0) 0 else exp(root(above, -40, 40))) * e2 / e1,
        (if (k == n) Inf else exp(root(below, -40, 40))) * e2 / e1, min(1, 2 * min(both))))
}
for (n1 in c(0, 1, 7, 400)) for (n2 in c(0, 1, 12, 90)) if (n1 + n2 > 0) {
    ratio(n1, 3.5, n2, 10, 0.95)
    ratio_mid(n1, 3.5, n2, 10, 0.95)
}
ratio(120000, 1, 119000, 1, 0.99)

# Benjamini-Hochberg
for (p in list(0.03, c(0.2, 0.01), c(0.5, 0.5, 0.5), c(1, 0, 1e-9, 0.04, 0.04, 0.03), round(runif(60)^3, 4)))
    line("false_discovery", list(p), p.adjust(p, "BH"))

# Negative binomial likelihood of counts given exposures: both derivatives are 0
fit <- function(y, e) {
    mean_of <- function(a) exp(root(function(l) sum(a * (y - exp(l) * e) / (a + exp(l) * e)), -60, 60))
    slope <- function(la) {
        a <- exp(la); m <- mean_of(a) * e
        sum(digamma(a + y) - digamma(a) - log1p(m / a) + (m - y) / (a + m))
    }
    a <- exp(root(slope, log(0.01), log(1e3)))
    # the density itself agrees that it is a maximum
    f <- function(a, m) sum(dnbinom(y, size = a, mu = m * e, log = TRUE))
    m <- mean_of(a)
    stopifnot(f(a, m) >= max(f(a * 1.01, m), f(a * 0.99, m), f(a, m * 1.01), f(a, m * 0.99)))
    line("rate_prior", list(y, e), c(m, a))
    i <- which.max(y)
    line("shrunk", list(c(m, a, y[i], e[i])), (y[i] + a) / (e[i] + a / m))
}
fit(c(0, 0, 9), c(1, 1, 1))
fit(c(0, 0, 0, 12, 3, 0, 1, 0, 5, 0), rep(50, 10))
fit(c(250, 10, 33, 120, 5, 0, 0, 76), c(49.8, 49.8, 49.8, 49.8, 51, 51, 51, 0.5))
e <- runif(56, 40, 60)
fit(rpois(56, e * rgamma(56, 0.5, 0.5) / 25), e)
fit(rpois(56, e * rgamma(56, 2, 2) / 5), e)

# Distribution functions against a discrete, weighted null: everything at every value, and just before it
edf <- function(null, w, obs, n) {
    w <- w / sum(w)
    at <- sort(unique(c(null, obs)))
    F <- sapply(at, function(x) sum(w[null <= x])); Fn <- sapply(at, function(x) sum(n[obs <= x])) / sum(n)
    before <- function(G) c(0, G[-length(G)])
    at0 <- sort(unique(null))
    p <- sapply(at0, function(x) sum(w[null == x]))
    d <- sapply(at0, function(x) sum(n[obs <= x]) / sum(n) - sum(w[null <= x]))
    line("edf", list(null, w, obs, n), c(max(abs(Fn - F), abs(before(Fn) - before(F))), sum(n) * sum(d^2 * p)))
}
edf(5, 1, 5, 1)
edf(5, 1, 3, 2)
edf(c(0, 10, 20), c(1, 1, 1), c(10), c(4))
edf(c(0, 10, 20), c(1, 0, 3), c(30, 0), c(1, 2))
edf(c(1, 1, 2, 2, 7, 4294967295), c(1, 2, 3, 4, 5, 6), c(2, 7, 6, 1, 8), c(1, 1, 3, 1, 2))
edf(sort(sample(1:60, 80, TRUE)), runif(80), sample(0:65, 30), sample(1:9, 30, TRUE))
edf(sort(sample(1:100000, 300)), rexp(300), sample(1:100000, 150), sample(1:3, 150, TRUE))
edf(sort(sample(1:5000, 900, TRUE)), rep(1, 900), sample(1:5000, 200, TRUE), rep(1, 200))

# Kulldorff's ratio for each run of segments with at most half of the length and more than expected
scan <- function(y, len) {
    C <- sum(y); L <- sum(len); m <- length(y); best <- NULL
    xlog <- function(x, y) if (x == 0) 0 else x * log(x / y)
    for (i in 1:m) for (k in i:m) {
        q <- sum(len[i:k]) / L; c <- sum(y[i:k])
        if (q <= 0.5 + 1e-9 && c > C * q + 1e-9)
            best <- rbind(best, c(i - 1, k - 1, c, C * q, xlog(c, C * q) + xlog(C - c, C * (1 - q))))
    }
    best <- best[order(-best[, 5]), , drop = FALSE]
    taken <- rep(FALSE, m); out <- NULL
    for (r in seq_len(nrow(best))) {
        run <- (best[r, 1]:best[r, 2]) + 1
        if (y[best[r, 1] + 1] == 0 || y[best[r, 2] + 1] == 0 || any(taken[run]) || length(out) >= 15) next
        taken[run] <- TRUE
        out <- c(out, best[r, ])
    }
    line("scan", list(y, len), out)
}
scan(c(0, 3, 0), c(1, 1, 1))
scan(c(0, 1, 9, 14, 0, 0, 0, 1, 6, 0, 0, 0), rep(10, 12))
scan(c(2, 0, 30, 1, 1, 0, 0, 2, 5, 5, 0, 1, 0, 0), c(50, 50, 50, 3, 50, 50, 20, 50, 50, 50, 50, 50, 49, 1))
scan(rpois(40, rep(c(1, 1, 6, 1), each = 10)), runif(40, 45, 55))

# Rubin's rules
combine <- function(q, u) {
    c <- mitools::MIcombine(as.list(q), as.list(u))
    t <- qt(0.975, c$df) * sqrt(c$variance)
    line("combine", list(q, u), c(c$coefficients, c$variance, c$df, c$coefficients - t, c$coefficients + t))
}
combine(c(1, 2), c(0.5, 0.5))
combine(c(0.31, 0.35, 0.29, 0.3, 0.33), c(0.001, 0.0012, 0.0009, 0.001, 0.0011))
combine(rnorm(20, 40, 3), rexp(20))
# through logarithms
combine_positive <- function(q, u) {
    c <- mitools::MIcombine(as.list(log(q)), as.list(u / q^2))
    t <- qt(0.975, c$df) * sqrt(c$variance)
    est <- exp(c$coefficients)
    line("combine_positive", list(q, u), c(est, est^2 * c$variance, c$df, est * exp(-t), est * exp(t)))
}
combine_positive(c(123, 90, 140, 101, 250), c(80, 75, 90, 60, 130)^2)
combine_positive(rlnorm(20, 5, 0.1), rlnorm(20, 4, 0.2)^2)
# an estimate of 0 has no logarithm: cut at 0
cut_at_0 <- function(q, u) {
    c <- mitools::MIcombine(as.list(q), as.list(u))
    t <- qt(0.975, c$df) * sqrt(c$variance)
    line("combine_positive", list(q, u), c(c$coefficients, c$variance, c$df, max(0, c$coefficients - t), c$coefficients + t))
}
cut_at_0(c(0, 3, 1, 2), c(4, 4, 3, 5))
