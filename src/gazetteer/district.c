/* Places that no row of the gazetteer is called, in a district that is known: a longer name that holds the
 * name asked for, the district's seat for a valley of the district's name, the centre of a small district.
 *
 * Everything here is a guess that the district bounds, so what it gives is ambiguous at best: two places that
 * hold the name are one answer only if they are close to each other, and a centre is given only where a good
 * part of the district's places are within GZ_RIVAL_M of it; its radius holds the district as a disc, and its
 * probability says how good that is. (GTD's specificity 2 is that very case: the centre of the district for a
 * town without coordinates of its own; UCDP's where_prec 3 gives such centres, too.) */
#include "gazetteer/districts.h"
#include "gazetteer/place_work.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

#define PLACES_MIN  20   /* places of a district that say something about where its people live */
#define SHARE_MIN   0.25 /* of a district's places within GZ_RIVAL_M of its centre: it is some 50 km wide */
#define SMALL_SHARE 0.55 /* ... it is small */
#define SHARE_MAX   1.15 /* districts are named wrongly, too: even a tiny one is not certain */
#define HINT_SURE   0.70 /* of the district itself */
#define MEMBERS_MAX 64
#define SEAT_M      20000.0 /* a valley about its seat */

static bool lies_in(const bm_gazetteer *gazetteer, uint32_t place, uint32_t district)
{
    return place < gazetteer->n_places && gazetteer->places[place].admin2 == district &&
           gazetteer->places[place].feat_class == 'P';
}

/* The hint for a district that has places and is sure. */
static const struct gz_hint_row *district_of(const struct gz_work *work)
{
    for (uint32_t i = 0; i < work->hints.n[1]; i++) {
        const struct gz_hint_row *row = &work->hints.row[1][i];
        if (row->level == 2 && row->weight >= HINT_SURE && row->area.n_rings > 0) return row;
    }
    return NULL;
}

static uint32_t first_name(const bm_gazetteer *gazetteer, uint32_t place)
{
    uint32_t low = 0, high = gazetteer->n_names;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (gazetteer->names[middle].place < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The name is some of the words of a longer one: "Sipah" of "Khapur Sipah". */
static bool holds(const struct gz_keys *longer, const struct gz_keys *name)
{
    const bm_tokens *words = &longer->words;

    for (uint32_t from = 0; from < words->n; from++) {
        size_t n = 0;
        for (uint32_t i = from; i < words->n && n + words->word[i].len <= name->n_l2; i++) {
            if (memcmp(name->l2 + n, words->word[i].p, words->word[i].len) != 0) break;
            n += words->word[i].len;
            if (n == name->n_l2) return true;
        }
    }
    return false;
}

static bool place_holds(const bm_gazetteer *gazetteer, uint32_t place, const struct gz_keys *name,
                        uint32_t *at)
{
    struct gz_keys keys;

    for (*at = first_name(gazetteer, place); *at < gazetteer->n_names; ++*at) {
        if (gazetteer->names[*at].place != place) return false;
        if (gz_letters_of(gz_text(gazetteer, gazetteer->names[*at].text), &keys) && holds(&keys, name))
            return true;
    }
    return false;
}

/* Places in the order of the file, each once. */
struct members {
    uint32_t place[MEMBERS_MAX], n;
    bool too_many;
};

static void add_member(const struct gz_hint_row *row, const struct gz_keys *name, uint32_t place,
                       struct members *out)
{
    uint32_t at = out->n, name_at;

    if (!lies_in(row->gazetteer, place, row->place)) return;
    while (at > 0 && out->place[at - 1] >= place) at--;
    if (at < out->n && out->place[at] == place) return;
    if (!place_holds(row->gazetteer, place, name, &name_at)) return;
    out->too_many = out->n == MEMBERS_MAX;
    if (out->too_many) return;
    memmove(out->place + at + 1, out->place + at, (out->n++ - at) * sizeof *out->place);
    out->place[at] = place;
}

/* Those whose names are the name, or hold it. */
static void list_members(const struct gz_hint_row *row, const struct gz_keys *name, struct members *out)
{
    const bm_gazetteer *gazetteer = row->gazetteer;
    uint32_t n_whole, n_parts;
    const struct gz_posting *whole = gz_postings(gazetteer, gz_name_hash(name->l2, name->n_l2), &n_whole);
    const struct gz_part *parts =
        gz_parts(gazetteer, gz_part_hash(row->place, name->l2, name->n_l2), &n_parts);

    out->n = 0;
    out->too_many = false;
    for (uint32_t i = 0; i < n_whole && !out->too_many; i++) {
        if (whole[i].name < gazetteer->n_names)
            add_member(row, name, gazetteer->names[whole[i].name].place, out);
    }
    for (uint32_t i = 0; i < n_parts && !out->too_many; i++) add_member(row, name, parts[i].place, out);
}

static bm_ll point_of(const bm_gazetteer *gazetteer, uint32_t place)
{
    return (bm_ll){gazetteer->places[place].lon, gazetteer->places[place].lat};
}

/* Of the places whose names hold the name, the one nearest to their middle; all must be close to it. */
static bool find_members(const struct gz_hint_row *row, const struct gz_keys *name, struct gz_hit *out)
{
    const bm_gazetteer *gazetteer = row->gazetteer;
    struct members members;
    double nearest = INFINITY;
    bm_ll centre;

    list_members(row, name, &members);
    if (members.n == 0 || members.too_many) return false;
    *out = (struct gz_hit){.gazetteer = gazetteer, .place = members.place[0], .level = GZ_FUZZY, .likeness = 1};
    centre = gz_mean_of(gazetteer->places, members.place, members.n);
    for (uint32_t i = 0; i < members.n; i++) {
        double apart = bm_geodesic_m(centre, point_of(gazetteer, members.place[i]));
        if (apart > GZ_RIVAL_M) return false;
        if (apart >= nearest) continue;
        nearest = apart;
        out->place = members.place[i];
    }
    return place_holds(gazetteer, out->place, name, &out->name);
}

/* The seat of a district, else its largest town. */
static bool find_seat(const struct gz_hint_row *row, struct gz_hit *out)
{
    const bm_gazetteer *gazetteer = row->gazetteer;
    const struct gz_district *district = gz_district_of(gazetteer, row->place);

    if (!district || district->seat >= gazetteer->n_places) return false;
    *out = (struct gz_hit){.gazetteer = gazetteer, .place = district->seat, .level = GZ_FUZZY, .likeness = 1};
    out->name = first_name(gazetteer, out->place);
    return out->name < gazetteer->n_names;
}

/* A valley or a tribe's area that no row is called is seldom in the middle of its district. */
static bool is_vague(const struct gz_work *work)
{
    struct gz_keys keys;

    return gz_letters_of(work->incident->place, &keys) && (keys.votes & GZ_VAGUE);
}

/* The probability of an answer that the district bounds. */
static double weigh(const struct gz_work *work, const struct gz_hint_row *row, enum gz_evidence kind,
                    double log_odds, const struct gz_place *place)
{
    double *e = work->locator->decided;

    memset(e, 0, sizeof work->locator->decided);
    e[kind] = 1;
    e[GZ_E_SPREAD] = log_odds;
    e[GZ_E_VAGUE] = kind == GZ_E_CENTRE && is_vague(work);
    e[GZ_E_DISTRICT_EDGE] = 1 - row->weight;
    e[GZ_E_HAMLET] = place && gz_seat_rank(place) == 0;
    return gz_right(e);
}

static void give(struct gz_work *work, const struct gz_hint_row *row, struct gz_hit *hit,
                 enum gz_evidence kind, double rad_m, const char *reason)
{
    bm_place *out = work->out;

    hit->right = weigh(work, row, kind, 0, gz_hit_place(hit));
    gz_outcome_point(hit, out);
    out->status = BM_AMBIGUOUS;
    out->match = BM_MATCH_RELATIVE;
    out->rad_m = rad_m;
    out->geo_prec = out->acled_prec = 2;
    out->gtd_spec = 3;
    out->reason = reason;
}

bm_status gz_place_in_district(struct gz_work *work, bm_str name)
{
    const struct gz_hint_row *row = district_of(work);
    struct gz_keys keys, district;
    struct gz_hit hit;

    if (!row || !gz_letters_of(name, &keys) || !gz_letters_of(work->hints.text[1], &district)) return BM_OK;
    if (keys.n_l2 == district.n_l2 && memcmp(keys.l2, district.l2, keys.n_l2) == 0) {
        if ((keys.votes & BM_VOTE_VALLEY) && find_seat(row, &hit))
            give(work, row, &hit, GZ_E_SEAT, SEAT_M, "the valley of the district's name: its seat is given");
    } else if (work->out->status == BM_UNRESOLVED && keys.n_l2 >= GZ_PART_MIN &&
               find_members(row, &keys, &hit)) {
        give(work, row, &hit, GZ_E_MEMBER, GZ_RIVAL_M, "the name is part of this place's in the district");
    }
    return BM_OK;
}

bool gz_centre_of_district(const struct gz_work *work, bm_place *out)
{
    const struct gz_hint_row *row = district_of(work);
    const struct gz_district *district = row ? gz_district_of(row->gazetteer, row->place) : NULL;

    double share = district ? fmin(district->share, 1) : 0;

    if (!district || district->n_places < PLACES_MIN || !(share >= SHARE_MIN)) return false;
    gz_outcome_area(row->gazetteer, row->place, out);
    out->status = BM_AMBIGUOUS;
    out->has_point = true;
    out->point = (bm_ll){district->lon, district->lat};
    out->score = weigh(work, row, GZ_E_CENTRE, log(share / (SHARE_MAX - share)), NULL);
    out->rad_m = GZ_RIVAL_M / sqrt(share); /* as if places were evenly spread over a disc */
    out->gtd_spec = 2;
    out->reason = share >= SMALL_SHARE
                      ? "the place is not found for sure; most of its district is near the centre given"
                      : "the place is not found for sure; the centre of its district is given";
    return true;
}
