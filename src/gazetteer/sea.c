/* Waters: UCDP where_prec 7; ACLED and GTD have no code of their own, theirs are those of a large region. */
#include "gazetteer/sea.h"

#include "base/str.h"
#include "gazetteer/locator.h"
#include "gazetteer/phrase_words.h"
#include "text/fold.h"

#include <math.h>

struct sea {
    const char *name, *feat;
    const bm_ll *ring;
    const uint32_t *ring_first; /* 0 and the number of points */
};
struct sea_key {
    const char *key; /* folded, without spaces */
    int sea;
};
#include "seas.inc"

static const struct sea *sea_of(bm_str name)
{
    bm_tokens tokens;
    char key[BM_FOLD_MAX];

    if (!name.len) return NULL;
    bm_tokenize(name, &tokens);
    bm_str wanted = bm_str_of(key, bm_tokens_key(&tokens, key));
    for (size_t i = 0; i < sizeof sea_keys / sizeof *sea_keys; i++) {
        if (bm_str_eq(wanted, bm_str_z(sea_keys[i].key))) return &seas[sea_keys[i].sea];
    }
    return NULL;
}

static bm_area area_of(const struct sea *sea)
{
    bm_area area = {.pts = sea->ring, .ring_first = sea->ring_first, .n_rings = 1};

    area.box = (bm_box){180, 90, -180, -90};
    for (uint32_t i = 0; i < sea->ring_first[1]; i++) {
        area.box.west_deg = fmin(area.box.west_deg, sea->ring[i].lon_deg);
        area.box.east_deg = fmax(area.box.east_deg, sea->ring[i].lon_deg);
        area.box.south_deg = fmin(area.box.south_deg, sea->ring[i].lat_deg);
        area.box.north_deg = fmax(area.box.north_deg, sea->ring[i].lat_deg);
    }
    return area;
}

bool gz_sea(bm_str text, bm_place *out)
{
    const struct sea *sea = sea_of(text);

    if (!sea) { /* "in the waters of the Gulf of Oman" */
        struct gz_words words;
        uint32_t i = 0;
        gz_words_of(text, &words);
        while (i < words.n && (words.is[i] & (GZ_W_LEAD | GZ_W_LINK | GZ_W_IN | GZ_W_WATER | GZ_W_OFF))) i++;
        sea = i > 0 ? sea_of(gz_words_span(&words, i, words.n)) : NULL;
    }
    if (!sea) return false;
    gz_place_clear(out);
    out->match = BM_MATCH_AREA;
    out->status = BM_COARSE;
    out->reason = "a sea, not a place";
    out->score = 0.95;
    out->gaz_name = bm_str_z(sea->name);
    out->feat = bm_str_z(sea->feat);
    out->area = area_of(sea);
    out->geo_prec = 7;
    out->acled_prec = 3;
    out->gtd_spec = 5;
    return true;
}
