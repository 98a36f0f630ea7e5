#include "gazetteer/reader.h"

#include "base/str.h"

bm_str gz_text(const bm_gazetteer *gazetteer, uint32_t offset)
{
    if (offset == 0 || offset >= gazetteer->n_text) return (bm_str){0};
    size_t len = (unsigned char)gazetteer->text[offset];
    if (len == 0 || len + 1 > gazetteer->n_text - offset) return (bm_str){0};
    return bm_str_of(gazetteer->text + offset + 1, len);
}

void gz_sounds(const bm_gazetteer *gazetteer, uint32_t offset, bm_phones *out)
{
    out->n = 0;
    out->vowelless = false;
    if (offset == 0 || offset >= gazetteer->n_sounds) return;
    unsigned char head = (unsigned char)gazetteer->sounds[offset];
    uint32_t n = head & 127u;
    if (n > BM_PHONES_MAX || n >= gazetteer->n_sounds - offset) return;
    memcpy(out->p, gazetteer->sounds + offset + 1, n);
    out->n = n;
    out->vowelless = head > 127;
}

static bool rings_fit(const uint32_t *first, uint32_t n_rings, uint64_t n_points)
{
    for (uint32_t i = 0; i < n_rings; i++) {
        if (first[i] > first[i + 1]) return false;
    }
    return first[0] == 0 && first[n_rings] <= n_points;
}

bool bm_gazetteer_area_at(const bm_gazetteer *gazetteer, const bm_area_ref *ref, bm_area *out)
{
    *out = (bm_area){0};
    if (ref->first_point >= gazetteer->n_points || ref->n_rings == 0 ||
        ref->first_ring >= gazetteer->n_rings || ref->n_rings >= gazetteer->n_rings - ref->first_ring ||
        !rings_fit(gazetteer->rings + ref->first_ring, ref->n_rings, gazetteer->n_points - ref->first_point))
        return false;
    *out = (bm_area){gazetteer->points + ref->first_point, gazetteer->rings + ref->first_ring, ref->n_rings,
                     ref->box};
    return true;
}

bool bm_gazetteer_area_ref(const bm_gazetteer *gazetteer, const bm_area *area, bm_area_ref *out)
{
    uintptr_t at = (uintptr_t)area->pts, from = (uintptr_t)gazetteer->points;
    uintptr_t ring = (uintptr_t)area->ring_first, from_ring = (uintptr_t)gazetteer->rings;

    *out = (bm_area_ref){0};
    if (at < from || at >= from + gazetteer->n_points * sizeof *gazetteer->points || ring < from_ring ||
        ring >= from_ring + gazetteer->n_rings * sizeof *gazetteer->rings)
        return false;
    *out = (bm_area_ref){(at - from) / sizeof *gazetteer->points,
                         (ring - from_ring) / sizeof *gazetteer->rings, area->n_rings, area->box};
    return true;
}

bool gz_area_of_place(const bm_gazetteer *gazetteer, uint32_t place, bm_area *out)
{
    const struct gz_area *area;

    *out = (bm_area){0};
    if (place >= gazetteer->n_places || gazetteer->places[place].area >= gazetteer->n_areas) return false;
    area = &gazetteer->areas[gazetteer->places[place].area];
    bm_area_ref ref = {area->first_point, area->first_ring, area->n_rings, area->box};
    return bm_gazetteer_area_at(gazetteer, &ref, out);
}

/* Where a country stands, or n_countries. */
static uint32_t find_country(const bm_gazetteer *gazetteer, const char *iso3)
{
    uint32_t low = 0, high = gazetteer->n_countries;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strncmp(gazetteer->countries[middle].iso3, iso3, 4);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return gazetteer->n_countries;
}

uint32_t gz_country_row(const bm_gazetteer *gazetteer, const char *iso3)
{
    uint32_t at = find_country(gazetteer, iso3);
    uint32_t place = at < gazetteer->n_countries ? gazetteer->countries[at].place : BM_GZ_NONE;

    return place < gazetteer->n_places ? place : BM_GZ_NONE;
}

uint16_t gz_country_number(const bm_gazetteer *gazetteer, const char *iso3)
{
    uint32_t at = find_country(gazetteer, iso3);

    return at < gazetteer->n_countries && at < UINT16_MAX - 1 ? (uint16_t)(at + 1) : UINT16_MAX;
}

const struct gz_district *gz_district_of(const bm_gazetteer *gazetteer, uint32_t place)
{
    uint32_t low = 0, high = gazetteer->n_districts;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (gazetteer->districts[middle].place < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low < gazetteer->n_districts && gazetteer->districts[low].place == place
               ? &gazetteer->districts[low]
               : NULL;
}

const struct gz_part *gz_parts(const bm_gazetteer *gazetteer, uint32_t hash, uint32_t *n)
{
    const struct gz_part *parts = gazetteer->parts;
    uint32_t low = 0, high = gazetteer->n_parts;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (parts[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    *n = 0;
    while (low + *n < gazetteer->n_parts && parts[low + *n].hash == hash) ++*n;
    return *n ? parts + low : NULL;
}

uint32_t gz_find_id(const bm_gazetteer *gazetteer, bm_str id)
{
    for (uint32_t i = 0; i < gazetteer->n_places; i++) {
        if (bm_str_eq(gz_text(gazetteer, gazetteer->places[i].id), id)) return i;
    }
    return BM_GZ_NONE;
}

const struct gz_posting *gz_postings(const bm_gazetteer *gazetteer, uint64_t hash, uint32_t *n)
{
    uint32_t wanted = (uint32_t)(hash >> 32), bucket = wanted >> (32 - gazetteer->directory_bits);
    uint32_t from, to;

    *n = 0;
    if (!gz_may_have(gazetteer, hash)) return NULL;
    from = gazetteer->directory[bucket];
    to = gazetteer->directory[bucket + 1];
    if (to > gazetteer->n_postings || from > to) return NULL;
    while (from < to && gazetteer->postings[from].hash < wanted) from++;
    while (from + *n < to && gazetteer->postings[from + *n].hash == wanted) ++*n;
    return gazetteer->postings + from;
}
