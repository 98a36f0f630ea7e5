/* Places that no row of the gazetteer is called, in a district that is known: a longer name that holds the
 * name asked for, the district's seat for a valley of the district's name, the centre of a small district.
 *
 * Everything here is a guess that the district bounds, so what it gives is ambiguous at best: two places that
 * hold the name are one answer only if they are close to each other, and a centre is given only where most of
 * the district's places are within GZ_RIVAL_M of it. (GTD's specificity 2 is that very case: the centre of
 * the district for a town without coordinates of its own.) */
#include "gazetteer/place_work.h"

#include "base/str.h"

#include <math.h>
#include <string.h>

#define PLACES_MIN  20   /* places of a district that say something about where its people live */
#define SMALL_SHARE 0.55 /* of a district's places within GZ_RIVAL_M of its centre: it is small */
#define SHARE_MAX   1.15 /* districts are named wrongly, too: even a tiny one is not certain */
#define HINT_SURE   0.70 /* of the district itself */
#define NAME_MIN    5    /* bytes of a name at L2 that may be a part of another one */
#define MEMBERS_MAX 64
#define SEAT_M      20000.0 /* a valley about its seat */

/* Populated places of a district, summed up. */
struct extent {
    double x_deg, y_deg; /* sums, relative to origin */
    bm_ll origin;
    uint32_t n;
};

static bool lies_in(const bm_gazetteer *gazetteer, uint32_t place, uint32_t district)
{
    return gazetteer->places[place].admin2 == district && gazetteer->places[place].feat_class == 'P';
}

static bm_ll mean_of(const struct extent *e)
{
    return (bm_ll){e->origin.lon_deg + e->x_deg / e->n, e->origin.lat_deg + e->y_deg / e->n};
}

static void add_point(struct extent *e, const struct gz_place *place)
{
    if (e->n++ == 0) e->origin = (bm_ll){place->lon, place->lat};
    e->x_deg += remainder(place->lon - e->origin.lon_deg, 360);
    e->y_deg += place->lat - e->origin.lat_deg;
}

/* Square metres, on a plane through the area's middle; rings have their holes the other way round. */
static double ground_m2(const bm_area *area)
{
    double y0 = (area->box.south_deg + area->box.north_deg) / 2, sum = 0;
    double x_m = 111320 * cos(y0 * 0.017453292519943295), y_m = 110950;

    for (uint32_t ring = 0; ring < area->n_rings; ring++) {
        for (uint32_t i = area->ring_first[ring]; i + 1 < area->ring_first[ring + 1]; i++) {
            bm_ll a = area->pts[i], b = area->pts[i + 1];
            sum += (a.lon_deg - area->box.west_deg) * (b.lat_deg - y0) -
                   (b.lon_deg - area->box.west_deg) * (a.lat_deg - y0);
        }
    }
    return fabs(sum) / 2 * x_m * y_m;
}

/* The centre of the places of a district, and the share of them within GZ_RIVAL_M of it, but not more than
 * the share of its ground that can be so near: towns of a desert are close to each other, events in it are
 * not. */
static bool centre_of(const struct gz_hint_row *row, bm_ll *centre, double *share)
{
    const bm_gazetteer *gazetteer = row->gazetteer;
    struct extent all = {0};
    uint32_t near = 0;

    for (uint32_t i = 0; i < gazetteer->n_places; i++) {
        if (lies_in(gazetteer, i, row->place)) add_point(&all, &gazetteer->places[i]);
    }
    if (all.n < PLACES_MIN) return false;
    *centre = mean_of(&all);
    for (uint32_t i = 0; i < gazetteer->n_places; i++) {
        const struct gz_place *place = &gazetteer->places[i];
        if (lies_in(gazetteer, i, row->place))
            near += bm_geodesic_m(*centre, (bm_ll){place->lon, place->lat}) <= GZ_RIVAL_M;
    }
    *share = fmin((double)near / all.n, 3.141592653589793 * GZ_RIVAL_M * GZ_RIVAL_M / ground_m2(&row->area));
    return true;
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
        if (gz_keys_of(gz_text(gazetteer, gazetteer->names[*at].text), &keys) && holds(&keys, name))
            return true;
    }
    return false;
}

/* Of the places whose names hold the name, the one nearest to their middle; all must be close to it. */
static bool find_members(const struct gz_hint_row *row, const struct gz_keys *name, struct gz_hit *out)
{
    const bm_gazetteer *gazetteer = row->gazetteer;
    uint32_t member[MEMBERS_MAX], n = 0, at;
    struct extent all = {0};
    double nearest = INFINITY;
    bm_ll centre;

    for (uint32_t i = 0; i < gazetteer->n_places; i++) {
        if (!lies_in(gazetteer, i, row->place) || !place_holds(gazetteer, i, name, &at)) continue;
        if (n == MEMBERS_MAX) return false;
        member[n++] = i;
        add_point(&all, &gazetteer->places[i]);
    }
    if (n == 0) return false;
    centre = mean_of(&all);
    for (uint32_t i = 0; i < n; i++) {
        double apart = bm_geodesic_m(
            centre, (bm_ll){gazetteer->places[member[i]].lon, gazetteer->places[member[i]].lat});
        if (apart > GZ_RIVAL_M) return false;
        if (apart >= nearest) continue;
        nearest = apart;
        *out = (struct gz_hit){.gazetteer = gazetteer, .place = member[i], .level = GZ_FUZZY, .likeness = 1};
    }
    return place_holds(gazetteer, out->place, name, &out->name);
}

static int seat_rank(const struct gz_place *place)
{
    if (strncmp(place->feat, "PPLC", 8) == 0) return 4;
    if (strncmp(place->feat, "PPLA", 8) == 0) return 3;
    return strncmp(place->feat, "PPLA2", 8) == 0 ? 2 : place->population > 0;
}

/* The seat of a district, else its largest town. */
static bool find_seat(const struct gz_hint_row *row, struct gz_hit *out)
{
    const bm_gazetteer *gazetteer = row->gazetteer;
    const struct gz_place *best = NULL;

    for (uint32_t i = 0; i < gazetteer->n_places; i++) {
        const struct gz_place *place = &gazetteer->places[i];
        if (!lies_in(gazetteer, i, row->place) || seat_rank(place) == 0) continue;
        if (best && (seat_rank(place) < seat_rank(best) ||
                     (seat_rank(place) == seat_rank(best) && place->population <= best->population)))
            continue;
        best = place;
        *out = (struct gz_hit){.gazetteer = gazetteer, .place = i, .level = GZ_FUZZY, .likeness = 1};
    }
    if (best) out->name = first_name(gazetteer, out->place);
    return best != NULL;
}

/* The probability of an answer that the district bounds. */
static double weigh(const struct gz_work *work, enum gz_evidence kind, double log_odds,
                    const struct gz_place *place)
{
    double *e = work->locator->decided;

    memset(e, 0, sizeof work->locator->decided);
    e[kind] = 1;
    e[GZ_E_RIVALS] = log_odds;
    e[GZ_E_DISTRICT_EDGE] = 1 - district_of(work)->weight;
    e[GZ_E_HAMLET] = place && seat_rank(place) == 0;
    return gz_right(e);
}

static void give(struct gz_work *work, struct gz_hit *hit, enum gz_evidence kind, double rad_m,
                 const char *reason)
{
    bm_place *out = work->out;

    hit->right = weigh(work, kind, 0, gz_hit_place(hit));
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

    if (!row || !gz_keys_of(name, &keys) || !gz_keys_of(work->hints.text[1], &district)) return BM_OK;
    if (keys.n_l2 == district.n_l2 && memcmp(keys.l2, district.l2, keys.n_l2) == 0) {
        if ((keys.votes & BM_VOTE_VALLEY) && find_seat(row, &hit))
            give(work, &hit, GZ_E_SEAT, SEAT_M, "the valley of the district's name: its seat is given");
    } else if (work->out->status == BM_UNRESOLVED && keys.n_l2 >= NAME_MIN &&
               find_members(row, &keys, &hit)) {
        give(work, &hit, GZ_E_MEMBER, GZ_RIVAL_M, "the name is part of this place's in the district");
    }
    return BM_OK;
}

bool gz_centre_of_district(const struct gz_work *work, bm_place *out)
{
    const struct gz_hint_row *row = district_of(work);
    bm_ll centre;
    double share;

    if (!row || !centre_of(row, &centre, &share) || share < SMALL_SHARE) return false;
    gz_outcome_area(row->gazetteer, row->place, out);
    out->status = BM_AMBIGUOUS;
    out->has_point = true;
    out->point = centre;
    out->score = weigh(work, GZ_E_CENTRE, log(share / (SHARE_MAX - share)), NULL);
    out->rad_m = GZ_RIVAL_M;
    out->gtd_spec = 2;
    out->reason = "the place is not found for sure; most of its district is near the centre given";
    return true;
}
