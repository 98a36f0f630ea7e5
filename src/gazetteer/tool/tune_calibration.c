/* Fits geodata/calibration.txt: a logistic regression over the evidence for each answer. */
#include "gazetteer/tool/tune.h"

#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define N       GZ_EVIDENCE
#define RIDGE   0.2 /* pulls a number towards 0 as strongly as that many rows */
#define ROUNDS  30
#define NEAR_M  25000.0
#define PRIOR_N 1 /* rows that each kind of answer is given on top, half of them right */

static const char *const names[N] = {[GZ_E_LETTERS] = "right_letters",
                                     [GZ_E_WORDS] = "right_words",
                                     [GZ_E_SOUNDS] = "right_sounds",
                                     [GZ_E_TYPO] = "right_typo",
                                     [GZ_E_MEMBER] = "right_member",
                                     [GZ_E_SEAT] = "right_seat",
                                     [GZ_E_CENTRE] = "right_centre",
                                     [GZ_E_SPREAD] = "right_spread",
                                     [GZ_E_SUM] = "right_sum",
                                     [GZ_E_RIVALS] = "right_rivals",
                                     [GZ_E_UNLIKE] = "right_unlike",
                                     [GZ_E_DISTRICT_EDGE] = "right_district_edge",
                                     [GZ_E_NO_DISTRICT] = "right_no_district",
                                     [GZ_E_PROVINCE_EDGE] = "right_province_edge",
                                     [GZ_E_NO_PROVINCE] = "right_no_province",
                                     [GZ_E_NO_COUNTRY] = "right_no_country",
                                     [GZ_E_BESIDE] = "right_beside",
                                     [GZ_E_HAMLET] = "right_hamlet",
                                     [GZ_E_OTHER_NAME] = "right_other_name",
                                     [GZ_E_VAGUE] = "right_vague",
                                     [GZ_E_NAMESAKES] = "right_namesakes"};

/* 1 speaks for an answer, -1 against it, 0 may do either: a number of the other sign is chance, and left out.
 */
static const int signs[N] = {
    [GZ_E_SPREAD] = 1,         [GZ_E_SUM] = 1,          [GZ_E_RIVALS] = 1,         [GZ_E_UNLIKE] = -1,
    [GZ_E_DISTRICT_EDGE] = -1, [GZ_E_NO_DISTRICT] = -1, [GZ_E_PROVINCE_EDGE] = -1, [GZ_E_NO_PROVINCE] = -1,
    [GZ_E_NO_COUNTRY] = -1,    [GZ_E_BESIDE] = 1,       [GZ_E_HAMLET] = -1,        [GZ_E_OTHER_NAME] = -1,
    [GZ_E_NAMESAKES] = -1};

struct sample {
    double x[N], weight, rows;
    bool right, full; /* full: asked with all columns */
    int fold;
};
struct samples {
    struct sample *items;
    size_t n, cap;
};

/* Solves a symmetric positive system in place (Gauss without pivots); false if it is singular. */
static bool solve(double a[N][N], double b[N])
{
    for (int i = 0; i < N; i++) {
        if (!(fabs(a[i][i]) > 1e-12)) return false;
        for (int j = i + 1; j < N; j++) {
            double factor = a[j][i] / a[i][i];
            for (int k = i; k < N; k++) a[j][k] -= factor * a[i][k];
            b[j] -= factor * b[i];
        }
    }
    for (int i = N; i-- > 0;) {
        for (int k = i + 1; k < N; k++) b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    return true;
}

static double chance(const double w[N], const double x[N])
{
    double sum = 0;

    for (int i = 0; i < N; i++) sum += w[i] * x[i];
    return 1 / (1 + exp(-sum));
}

static void add_sample(double a[N][N], double g[N], const double x[N], double p, double right, double weight)
{
    for (int i = 0; i < N; i++) {
        g[i] += weight * (right - p) * x[i];
        for (int j = 0; j < N; j++) a[i][j] += weight * p * (1 - p) * x[i] * x[j];
    }
}

static void fit_free(const struct samples *samples, int but, const bool out[N], double w[N])
{
    memset(w, 0, N * sizeof *w);
    for (int round = 0; round < ROUNDS; round++) {
        double a[N][N] = {{0}}, g[N] = {0};
        for (int kind = GZ_E_LETTERS; kind <= GZ_E_CENTRE; kind++) {
            double x[N] = {0};
            x[kind] = 1;
            add_sample(a, g, x, chance(w, x), 0.5, PRIOR_N);
        }
        for (size_t i = 0; i < samples->n; i++) {
            const struct sample *s = &samples->items[i];
            if (s->fold != but) add_sample(a, g, s->x, chance(w, s->x), s->right, s->weight);
        }
        for (int i = 0; i < N; i++) {
            a[i][i] += out[i] ? 1e9 : RIDGE;
            g[i] -= RIDGE * w[i];
        }
        if (!solve(a, g)) return;
        for (int i = 0; i < N; i++) w[i] += out[i] ? 0 : g[i];
    }
}

/* Fits to all samples but one part's (-1: to all). */
static void fit(const struct samples *samples, int but, double w[N])
{
    bool out[N] = {false}, again = true;

    while (again) {
        again = false;
        fit_free(samples, but, out, w);
        for (int i = 0; i < N; i++) {
            if (signs[i] * w[i] >= 0 || out[i]) continue;
            out[i] = again = true;
        }
    }
}

struct report {
    double n, right, brier, sure, sure_right, bin_n[10], bin_p[10], bin_right[10];
};

static void tell_once(struct report *r, double p, double rows, bool right)
{
    int bin = p >= 1 ? 9 : (int)(10 * p);

    r->n += rows;
    r->right += rows * right;
    r->brier += rows * (p - right) * (p - right);
    r->bin_n[bin] += rows;
    r->bin_p[bin] += rows * p;
    r->bin_right[bin] += rows * right;
    if (round(p * 1000) < 900) return;
    r->sure += rows;
    r->sure_right += rows * right;
}

/* By row, and by place: rows of one place are right or wrong together, so that a single name can make or mar
 * the figures by row. */
static void tell(struct report r[2], double p, const struct sample *s)
{
    tell_once(&r[0], p, s->rows, s->right);
    tell_once(&r[1], p, 1, s->right);
}

static void print_line(const char *title, const char *unit, const struct report *r, double all)
{
    double gap = 0, base = r->right / r->n;

    for (int i = 0; i < 10; i++) gap += fabs(r->bin_p[i] - r->bin_right[i]);
    fprintf(stderr,
            "%-27s ECE %.3f, Brier %.4f (%.0f %% below the base rate's), >= 0.9: %.1f %% of all %s, right "
            "%.1f %%\n",
            title, gap / r->n, r->brier / r->n, 100 * (1 - r->brier / r->n / (base * (1 - base))),
            100 * r->sure / all, unit, 100 * r->sure_right / r->sure);
}

static void print_report(const char *title, const struct report r[2], const double all[2])
{
    print_line(title, "rows", &r[0], all[0]);
    print_line("    by place", "places", &r[1], all[1]);
}

static bm_status collect(bm_ctx *ctx, const struct tune *tune, struct samples *out, struct report before[2],
                         double all[2])
{
    struct tune_answer answer;
    bm_status st;

    for (size_t i = 0; i < tune->n; i++) {
        const struct tune_item *item = &tune->items[i];
        all[0] += (double)item->count;
        all[1]++;
        for (int variant = 0; variant < ASKS; variant++) {
            struct sample s = {.fold = item->fold, .full = variant == ASK_ALL, .rows = (double)item->count};
            if ((st = gz_tune_ask(ctx, tune, item, variant, &answer)) != BM_OK) return st;
            if (!answer.has_point) continue;
            s.right = answer.apart_m <= NEAR_M;
            if (s.full) tell(before, answer.score, &s);
            if (!answer.plain) continue;
            s.weight = gz_tune_count(item);
            memcpy(s.x, answer.evidence, sizeof s.x);
            if ((st = bm_grow(ctx, (void **)&out->items, &out->cap, out->n + 1, sizeof s)) != BM_OK)
                return st;
            out->items[out->n++] = s;
        }
    }
    return BM_OK;
}

bm_status gz_tune_calibration(bm_ctx *ctx, struct tune *tune)
{
    struct samples samples = {0};
    struct report before[2] = {0}, held_out[2] = {0};
    double w[N], all[2] = {0};
    bm_status st = collect(ctx, tune, &samples, before, all);

    if (st != BM_OK) goto done;
    print_report("as it is", before, all);
    for (int fold = 0; fold < FOLDS; fold++) {
        fit(&samples, fold, w);
        for (size_t i = 0; i < samples.n; i++) {
            const struct sample *s = &samples.items[i];
            if (s->fold == fold && s->full) tell(held_out, chance(w, s->x), s);
        }
    }
    print_report("held out, fitted elsewhere", held_out, all);
    fit(&samples, -1, w);
    for (int i = 0; i < N; i++) printf("%s %.2f\n", names[i], w[i]);
done:
    bm_free(ctx, samples.items);
    return st;
}
