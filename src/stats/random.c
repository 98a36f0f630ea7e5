/* xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021,
 * doi:10.1145/3460772), seeded by SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195). Bounded
 * integers after Lemire (2019), doi:10.1145/3230636. */
#include "stats/random.h"
#include "stats/distribution.h"

#include <math.h>

/* The finaliser of SplitMix64: a bijection. */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

void bm_random_start(struct bm_random *random, uint64_t seed, uint64_t stream)
{
    const uint64_t golden = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t state = mix(mix(seed + golden) + stream);
    for (int i = 0; i < 4; i++) random->s[i] = mix(state += golden);
}

static uint64_t turned(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

uint64_t bm_random_next(struct bm_random *random)
{
    uint64_t *s = random->s, result = turned(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turned(s[3], 45);
    return result;
}

double bm_random_uniform(struct bm_random *random)
{
    return (double)(bm_random_next(random) >> 11) * 0x1p-53;
}

uint32_t bm_random_below(struct bm_random *random, uint32_t n)
{
    uint64_t product = (bm_random_next(random) >> 32) * n;
    if ((uint32_t)product < n) {
        uint32_t least = (UINT32_MAX - n + 1) % n; /* 2^32 mod n */
        while ((uint32_t)product < least) product = (bm_random_next(random) >> 32) * n;
    }
    return (uint32_t)(product >> 32);
}

/* One uniform number against the cumulated masses; n p is small. */
static uint64_t by_inversion(struct bm_random *random, uint64_t n, double p)
{
    double odds = p / (1 - p), mass = exp((double)n * log1p(-p)), u = bm_random_uniform(random);
    uint64_t k = 0;
    while (u >= mass && k < n) {
        u -= mass;
        k++;
        mass *= odds * (double)(n - k + 1) / (double)k;
    }
    return k;
}

/* ln k! */
static double log_factorial(double k)
{
    int sign;
    return lgamma_r(k + 1, &sign);
}

struct hat {
    double n, p, spread, a, b; /* as in the paper */
};

/* Of k under the hat at v, which the squeeze did not settle: whether it stays. */
static bool stays(const struct hat *hat, double us, double v, double k)
{
    double n = hat->n, p = hat->p, b = hat->b, alpha = (2.83 + 5.1 / b) * hat->spread;
    double mode = floor((n + 1) * p), log_odds = log(p / (1 - p));
    double at_mode = log_factorial(mode) + log_factorial(n - mode);
    return log(v * alpha / (hat->a / (us * us) + b)) <=
           at_mode - log_factorial(k) - log_factorial(n - k) + (k - mode) * log_odds;
}

/* Transformed rejection, BTRS of W. Hörmann, "The generation of binomial random variates", Journal of
 * Statistical Computation and Simulation 46 (1993), doi:10.1080/00949659308811496; n p >= 10, p <= 1/2. */
static uint64_t by_rejection(struct bm_random *random, double n, double p)
{
    double spread = sqrt(n * p * (1 - p)), b = 1.15 + 2.53 * spread, a = -0.0873 + 0.0248 * b + 0.01 * p;
    const struct hat hat = {n, p, spread, a, b};
    double c = n * p + 0.5, squeeze = 0.92 - 4.2 / b;
    for (;;) {
        double u = bm_random_uniform(random) - 0.5, v = bm_random_uniform(random);
        double us = 0.5 - fabs(u), k = floor((2 * a / us + b) * u + c);
        if (!(us > 0) || k < 0 || k > n) continue;
        if (us >= 0.07 && v <= squeeze) return (uint64_t)k; /* six of seven, without a logarithm */
        if (stays(&hat, us, v, k)) return (uint64_t)k;
    }
}

uint64_t bm_random_binomial(struct bm_random *random, uint64_t n, double p)
{
    if (n == 0 || !(p > 0)) return 0;
    if (p >= 1) return n;
    if (p > 0.5) return n - bm_random_binomial(random, n, 1 - p);
    return (double)n * p < 10 ? by_inversion(random, n, p) : by_rejection(random, (double)n, p);
}

void bm_random_multinomial(struct bm_random *random, uint64_t n, const double *weight, size_t m,
                           uint64_t *counts)
{
    double rest = 0;
    size_t last = 0;
    for (size_t i = 0; i < m; i++) {
        rest += weight[i];
        counts[i] = 0;
        if (weight[i] > 0) last = i;
    }
    for (size_t i = 0; i <= last && m && n; i++) {
        counts[i] = i == last ? n : bm_random_binomial(random, n, fmin(1, weight[i] / rest));
        n -= counts[i];
        rest -= weight[i];
    }
}
