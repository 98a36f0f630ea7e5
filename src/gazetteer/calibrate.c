/* From evidence to the probability that an answer is right: a logistic model, after Platt (1999),
 * "Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods". Its
 * numbers (geodata/calibration.txt) come from scripts/tune. */
#include "gazetteer/locator.h"

#include "calibration.inc"

#include <math.h>
#include <string.h>

#define SUM_LOW  (-3.0)
#define SUM_HIGH 12.0
#define LOG_LOW  (-2.5)

/* What each piece of evidence is called, and its number. */
static const struct {
    const char *name;
    double weight;
} numbers[GZ_EVIDENCE] = {
    [GZ_E_LETTERS] = {"the same letters", BM_W_RIGHT_LETTERS},
    [GZ_E_WORDS] = {"the same words", BM_W_RIGHT_WORDS},
    [GZ_E_SOUNDS] = {"the same consonants", BM_W_RIGHT_SOUNDS},
    [GZ_E_TYPO] = {"one consonant differs", BM_W_RIGHT_TYPO},
    [GZ_E_MEMBER] = {"part of a longer name in the district", BM_W_RIGHT_MEMBER},
    [GZ_E_SEAT] = {"the district's seat", BM_W_RIGHT_SEAT},
    [GZ_E_CENTRE] = {"the district's centre", BM_W_RIGHT_CENTRE},
    [GZ_E_SPREAD] = {"how near the centre its places are", BM_W_RIGHT_SPREAD},
    [GZ_E_SUM] = {"sum of the weights", BM_W_RIGHT_SUM},
    [GZ_E_RIVALS] = {"rivals", BM_W_RIGHT_RIVALS},
    [GZ_E_UNLIKE] = {"unlike", BM_W_RIGHT_UNLIKE},
    [GZ_E_DISTRICT_EDGE] = {"at the edge or outside of the district", BM_W_RIGHT_DISTRICT_EDGE},
    [GZ_E_NO_DISTRICT] = {"no district known", BM_W_RIGHT_NO_DISTRICT},
    [GZ_E_PROVINCE_EDGE] = {"at the edge or outside of the province", BM_W_RIGHT_PROVINCE_EDGE},
    [GZ_E_NO_PROVINCE] = {"no province known", BM_W_RIGHT_NO_PROVINCE},
    [GZ_E_NO_COUNTRY] = {"no country named", BM_W_RIGHT_NO_COUNTRY},
    [GZ_E_BESIDE] = {"beside a place named", BM_W_RIGHT_BESIDE},
    [GZ_E_HAMLET] = {"a hamlet", BM_W_RIGHT_HAMLET},
    [GZ_E_OTHER_NAME] = {"not its main name", BM_W_RIGHT_OTHER_NAME},
    [GZ_E_VAGUE] = {"surroundings are meant", BM_W_RIGHT_VAGUE},
    [GZ_E_NAMESAKES] = {"other places of the name", BM_W_RIGHT_NAMESAKES}};

double gz_log_odds(enum gz_evidence which, double value)
{
    return numbers[which].weight * value;
}

const char *gz_evidence_name(enum gz_evidence which)
{
    return numbers[which].name;
}

double gz_right(const double evidence[GZ_EVIDENCE])
{
    double sum = 0;

    for (int i = 0; i < GZ_EVIDENCE; i++) sum += gz_log_odds((enum gz_evidence)i, evidence[i]);
    return 1 / (1 + exp(-sum));
}

static bool is_hamlet(const struct gz_place *place)
{
    return place->population == 0 && strncmp(place->feat, "PPLA", 4) != 0 &&
           !gz_is_feat(place, "PPLC");
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
             !gz_within_m(gz_hit_point(hit), gz_hit_point(best), GZ_RIVAL_M);
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
    e[GZ_E_NAMESAKES] = e[GZ_E_HAMLET] * log(1.0 + (double)namesakes(locator));
    hit->right = gz_right(e);
}
