# Makes findings.txt beside this file with R alone (Debian: r-base-core), not with this program:
#   Rscript tests/data/stats/findings.R > tests/data/stats/findings.txt
# Rows and a pool of places made at random, and what R says of them. Lines: row lon lat metres segment killed day side;
# pool country metres dyad people; land country metres dyad; then NAME numbers. Segments and dyads are those of
# tests/unit/layer_fixture.h.
options(digits = 17, warn = 2)
set.seed(20)
num <- function(x) paste(sprintf("%.17g", x), collapse = " ")
line <- function(name, x) cat(name, num(x), "\n")

dyad_of <- c(0, 0, 1, 2, 2); length_km <- c(50, 50, 40, 48, 48)
iso <- list(c("AFG", "PAK"), c("IND", "PAK"), c("IRN", "PAK"))
n_places <- 60
segment <- sample(0:4, n_places, TRUE, c(5, 2, 1, 4, 1))
places <- data.frame(lon = round(runif(n_places, 60, 75), 4), lat = round(runif(n_places, 25, 35), 4),
    m = round(runif(n_places, 0, 380)^2, 3), segment = segment,
    side = sapply(segment, function(s) sample(iso[[dyad_of[s + 1] + 1]], 1, prob = c(1, 2))))
at <- sample(n_places, 400, TRUE, 1 / (1:n_places))
rows <- cbind(places[at, ], killed = rpois(400, 2), day = sample(15000:17999, 400, TRUE))
for (i in 1:400) with(rows[i, ], cat("row", num(c(lon, lat, m, segment, killed, day)), side, "\n"))

countries <- c("AFG", "IND", "IRN", "PAK")
pool <- data.frame(country = rep(countries, c(90, 40, 70, 200)), m = round(runif(400, 0, 500)^2))
pool$dyad <- sapply(pool$country, function(c) switch(c, AFG = 0, IND = 1, IRN = 2, PAK = sample(0:2, 1)))
pool$people <- rpois(400, 1000) + 1
for (i in 1:400) with(pool[i, ], cat("pool", country, num(c(m, dyad, people)), "\n"))
land <- data.frame(country = rep(countries, each = 50), m = round(runif(200, 0, 600)^2))
land$dyad <- sapply(land$country, function(c) switch(c, AFG = 0, IND = 1, IRN = 2, PAK = sample(0:2, 1)))
for (i in 1:200) with(land[i, ], cat("land", country, num(c(m, dyad)), "\n"))
land_km2 <- c(AFG = 650, IND = 3100, IRN = 1600, PAK = 880) * 1000

# Distances, whole metres; limits by the metres as they are
whole <- floor(rows$m + 0.5); p7 <- c(0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95); bands <- c(10, 25, 50, 100) * 1000
line("quantiles", quantile(whole, p7, type = 7))
line("mean", mean(whole))
line("killed_quantiles", quantile(rep(whole, rows$killed), p7, type = 7))
line("killed_mean", weighted.mean(whole, rows$killed))
line("shares", sapply(bands, function(b) mean(rows$m <= b)))
limits <- c(0, 100, 200, 500, (1:100) * 1000, 100e3 + (1:90) * 10e3, 2000e3, 20100e3)
line("curve", ecdf(rows$m)(limits))
for (d in 0:2) line(paste0("dyad_quantiles", d), quantile(whole[dyad_of[rows$segment + 1] == d], p7, type = 7))

# Rates of segments
counted <- rows$m <= 100e3
n <- sapply(0:4, function(s) sum(rows$segment == s & counted)); exposure <- length_km / 100
line("rate_lo", sapply(1:5, function(s) poisson.test(n[s], exposure[s])$conf.int[1]))
line("rate_hi", sapply(1:5, function(s) poisson.test(n[s], exposure[s])$conf.int[2]))
dyad <- dyad_of + 1
mean_rate <- tapply(n, dyad, sum) / tapply(exposure, dyad, sum)
p <- ppois(n - 1, mean_rate[dyad] * exposure, lower.tail = FALSE)
p[3] <- NA # a border of one segment is its own mean
line("p", p[!is.na(p)])
line("q", p.adjust(p[!is.na(p)], "BH"))

# Two periods: cut in the middle of the days; ratio of the later rate to the earlier one
first <- min(rows$day); last <- max(rows$day); split <- first + (last - first + 1) %/% 2
days <- c(split - first, last - split + 1)
change <- function(s) { r <- rows[counted & rows$segment %in% s, ]
    a <- sum(r$day >= split); b <- sum(r$day < split); t <- poisson.test(c(a, b), rev(days))
    c((a / days[2]) / (b / days[1]), t$conf.int) }
line("split", split)
line("periods", change(0:4))
for (s in 0:4) line(paste0("change", s), change(s))

# Against the pool: each country's places have its share of the incidents between them
share <- table(factor(rows$side, countries)) / nrow(rows)
for (kind in c("settlements", "population")) {
    w <- if (kind == "population") pool$people else rep(1, nrow(pool))
    chance <- w / ave(w, pool$country, FUN = sum) * as.numeric(share[pool$country])
    line(paste0(kind, "_share"), sapply(bands, function(b) sum(chance[pool$m <= b])))
    at_m <- sort(unique(pool$m)); mass <- as.numeric(tapply(chance, factor(pool$m, at_m), sum)); f0 <- cumsum(mass)
    fn <- ecdf(whole)
    # the greatest difference is at or just before a jump of either
    jumps <- sort(unique(c(at_m, whole))); F0 <- stepfun(at_m, c(0, f0))
    line(paste0(kind, "_ks"), max(abs(fn(jumps) - F0(jumps)), abs(fn(jumps - 0.5) - F0(jumps - 0.5))))
    line(paste0(kind, "_cvm"), nrow(rows) * sum((fn(at_m) - f0)^2 * mass))
}
# a border: incidents and places of its two countries; inside is what is nearest to it
for (d in 0:2) {
    two <- iso[[d + 1]]; mine <- rows$side %in% two; k <- table(factor(rows$side[mine], two)) / sum(mine)
    mass <- function(b) sum(sapply(two, function(c) k[[c]] * mean(pool$m[pool$country == c] <= b & pool$dyad[pool$country == c] == d)))
    line(paste0("border_share", d), sapply(bands, function(b) sum(rows$m[mine] <= b & dyad_of[rows$segment[mine] + 1] == d) / sum(mine)))
    line(paste0("border_null", d), sapply(bands, mass))
    line(paste0("border_km2", d), sapply(bands, function(b) sum(sapply(two, function(c) land_km2[[c]] * mean(land$m[land$country == c] <= b & land$dyad[land$country == c] == d)))))
}
line("km2", sapply(bands, function(b) sum(sapply(countries, function(c) land_km2[[c]] * mean(land$m[land$country == c] <= b)))))
line("people", sapply(bands, function(b) sum(pool$people[pool$m <= b])))

# Imputation where each vague area has one point, so that all sets agree: places and areas are clusters; the mean's interval
# through its logarithm, the median's where the share of rows within it, half its interval either way, falls
sure <- data.frame(m = round(runif(15, 0, 400)^2), n = sample(1:4, 15, TRUE))
vague <- data.frame(m = round(runif(9, 0, 500)^2), n = sample(1:3, 9, TRUE))
for (i in 1:15) with(sure[i, ], cat("sure", num(c(m, n)), "\n"))
for (i in 1:9) with(vague[i, ], cat("vague", num(c(m, n)), "\n"))
both <- rbind(sure, vague); k <- nrow(both); z <- qnorm(0.975)
ratio <- function(x) { r <- weighted.mean(x, both$n); c(r, sqrt(k / (k - 1) * sum((both$n * (x - r))^2)) / sum(both$n)) }
least <- function(p) { o <- both[order(both$m), ]; o$m[which(cumsum(o$n) >= p * sum(o$n))[1]] }
of_mean <- ratio(both$m); of_share <- ratio(as.numeric(both$m <= least(0.5)))
line("imputed_mean", c(of_mean, of_mean[1] * exp(c(-1, 1) * z * of_mean[2] / of_mean[1])))
limits <- c(least(0.5 - z * of_share[2]), least(0.5 + z * of_share[2]))
line("imputed_median", c(least(0.5), diff(limits) / 2 / z, limits))
