# How often 95 % intervals over 20 imputations hold the truth, by distances as they are and as src/stats/infer_imputation.c
# makes them, in R alone (Debian: r-base-core); places that may be at 64 distances each, one row a place:
#   Rscript tests/bench/imputation_intervals.R [SAMPLES]     (3,000 if not given, some minutes)
# A line: which; share that holds the truth, lies below, above it, begins below 0; mean width in km.
set.seed(1)
m <- 20; z <- qnorm(0.975)
samples <- c(as.integer(commandArgs(TRUE)), 3000L)[1]
least <- function(x, p) { x <- sort(x); x[max(1, ceiling(p * length(x) - 1e-12))] }
rubin <- function(q, u) {
    extra <- (1 + 1 / m) * var(q); all <- mean(u) + extra
    mean(q) + c(-1, 1) * qt(0.975, if (extra > 0) (m - 1) * (1 + mean(u) / extra)^2 else Inf) * sqrt(all)
}
share_var <- function(d, at) { n <- length(d); x <- d <= at; n / (n - 1) * sum((x - mean(x))^2) / n^2 }
intervals <- function(n, draw) {
    may <- draw(n); sets <- lapply(1:m, function(i) may[cbind(1:n, sample(64, n, TRUE))])
    median <- sapply(sets, least, 0.5); mean <- sapply(sets, mean); mean_var <- sapply(sets, var) / n
    half <- z * sqrt(mapply(share_var, sets, median))
    wide <- mapply(function(d, h) least(d, min(1, 0.5 + h)) - least(d, max(0, 0.5 - h)), sets, half)
    middle <- base::mean(median)
    both <- diff(rubin(sapply(sets, function(d) base::mean(d <= middle)), sapply(sets, share_var, middle))) / 2
    rbind("median as it is" = rubin(median, (wide / 2 / z)^2),
        "median by shares" = c(base::mean(sapply(sets, least, max(0, 0.5 - both))), base::mean(sapply(sets, least, min(1, 0.5 + both)))),
        "mean as it is" = rubin(mean, mean_var), "mean by logarithms" = exp(rubin(log(mean), mean_var / mean^2)))
}
run <- function(name, n, draw, median, mean) {
    truth <- c(median, median, mean, mean)
    one <- replicate(samples, { x <- intervals(n, draw)
        cbind(x[, 1] <= truth & truth <= x[, 2], truth < x[, 1], truth > x[, 2], x[, 1] < 0, x[, 2] - x[, 1]) })
    out <- round(apply(one, 1:2, base::mean), 3)
    for (i in rownames(out)) cat(sprintf("%-20s n %3d  %-18s %s\n", name, n, i, paste(format(out[i, ], width = 7), collapse = " ")))
}
lognormal <- function(n) exp(log(100) + rnorm(n, 0, 0.9) + matrix(rnorm(64 * n, 0, 0.3), n))
uniform <- function(n) abs(runif(n, 0, 300) + matrix(runif(64 * n, -30, 30), n))
many <- uniform(200000)
for (n in c(8, 13, 30, 100)) run("log-normal", n, lognormal, 100, 100 * exp(0.45))
for (n in c(13, 40)) run("uniform", n, uniform, median(many), mean(many))
