/* From evidence to the probability that an answer is right: a logistic model, after Platt (1999),
 * "Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods". Its
 * numbers (geodata/calibration.txt) come from scripts/tune. */
#include "gazetteer/locator.h"

#include "calibration.inc"

#include <math.h>
#include <string.h>

#define SUM_LOW  (-3.0)
#define SUM_HIGH 6.0
#define LOG_LOW  (-2.5)

double gz_right(const double evidence[GZ_EVIDENCE])
{
    static const double weights[GZ_EVIDENCE] = {[GZ_E_LETTERS] = BM_W_RIGHT_LETTERS,
                                                [GZ_E_WORDS] = BM_W_RIGHT_WORDS,
                                                [GZ_E_SOUNDS] = BM_W_RIGHT_SOUNDS,
                                                [GZ_E_TYPO] = BM_W_RIGHT_TYPO,
                                                [GZ_E_MEMBER] = BM_W_RIGHT_MEMBER,
                                                [GZ_E_SEAT] = BM_W_RIGHT_SEAT,
                                                [GZ_E_CENTRE] = BM_W_RIGHT_CENTRE,
                                                [GZ_E_SPREAD] = BM_W_RIGHT_SPREAD,
                                                [GZ_E_SUM] = BM_W_RIGHT_SUM,
                                                [GZ_E_RIVALS] = BM_W_RIGHT_RIVALS,
                                                [GZ_E_UNLIKE] = BM_W_RIGHT_UNLIKE,
                                                [GZ_E_DISTRICT_EDGE] = BM_W_RIGHT_DISTRICT_EDGE,
                                                [GZ_E_NO_DISTRICT] = BM_W_RIGHT_NO_DISTRICT,
                                                [GZ_E_PROVINCE_EDGE] = BM_W_RIGHT_PROVINCE_EDGE,
                                                [GZ_E_NO_PROVINCE] = BM_W_RIGHT_NO_PROVINCE,
                                                [GZ_E_NO_COUNTRY] = BM_W_RIGHT_NO_COUNTRY,
                                                [GZ_E_BESIDE] = BM_W_RIGHT_BESIDE,
                                                [GZ_E_HAMLET] = BM_W_RIGHT_HAMLET,
                                                [GZ_E_OTHER_NAME] = BM_W_RIGHT_OTHER_NAME,
                                                [GZ_E_VAGUE] = BM_W_RIGHT_VAGUE,
                                                [GZ_E_NAMESAKES] = BM_W_RIGHT_NAMESAKES};
    double sum = 0;

    for (int i = 0; i < GZ_EVIDENCE; i++) sum += weights[i] * evidence[i];
    return 1 / (1 + exp(-sum));
}

static bool is_hamlet(const struct gz_place *place)
{
    return place->population == 0 && strncmp(place->feat, "PPLA", 4) != 0 &&
           strncmp(place->feat, "PPLC", 8) != 0;
}

/* Other places of the very name in the best hit's country: where there are many, one more may be missing. */
static size_t namesakes(const bm_locator *locator)
{
    const struct gz_hit *best = locator->hits;
    size_t n = 0;

    for (size_t i = 1; i < locator->n_hits; i++) {
        const struct gz_hit *hit = &locator->hits[i];
        n += hit->level <= GZ_FOLDED && strncmp(gz_hit_place(hit)->iso3, gz_hit_place(best)->iso3, 4) == 0 &&
             gz_hit_place(hit)->feat_class != 'A' &&
             bm_geodesic_m(gz_hit_point(hit), gz_hit_point(best)) > GZ_RIVAL_M;
    }
    return n;
}

void gz_weigh(bm_locator *locator, const struct gz_hints *hints)
{
    static const enum gz_evidence kinds[] = {GZ_E_LETTERS, GZ_E_LETTERS, GZ_E_WORDS, GZ_E_WORDS,
                                             GZ_E_SOUNDS,  GZ_E_SOUNDS,  GZ_E_TYPO};
    struct gz_hit *hit = locator->hits;
    double *e = locator->evidence, share;

    memset(locator->evidence, 0, sizeof locator->evidence);
    if (locator->n_hits == 0) return;
    share = hit->chance / gz_chance_alone(hit->score);
    e[kinds[hit->level]] = 1;
    e[GZ_E_SUM] = fmin(fmax(hit->score - gz_score_for(0.5), SUM_LOW), SUM_HIGH);
    e[GZ_E_RIVALS] = share > 0 ? fmin(fmax(log(share), LOG_LOW), 0) : LOG_LOW;
    e[GZ_E_UNLIKE] = 1 - hit->likeness;
    e[GZ_E_DISTRICT_EDGE] = hit->inside2 >= 0 ? 1 - hit->inside2 : 0;
    e[GZ_E_NO_DISTRICT] = hit->inside2 < 0;
    e[GZ_E_PROVINCE_EDGE] = hit->inside1 >= 0 ? 1 - hit->inside1 : 0;
    e[GZ_E_NO_PROVINCE] = hit->inside1 < 0;
    e[GZ_E_NO_COUNTRY] = !hints->iso3[0] || hints->iso3_is_bias;
    e[GZ_E_BESIDE] = hints->near;
    e[GZ_E_HAMLET] = is_hamlet(gz_hit_place(hit));
    e[GZ_E_OTHER_NAME] = hit->gazetteer->names[hit->name].kind > GZ_NAME_ASCII;
    e[GZ_E_VAGUE] = (locator->query.keys.votes & GZ_VAGUE) != 0;
    e[GZ_E_NAMESAKES] = log(1.0 + (double)namesakes(locator));
    hit->right = gz_right(e);
}
