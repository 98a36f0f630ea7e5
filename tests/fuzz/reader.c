#include "reader.h"

#include "bordermap/incident.h"

#include <math.h>

enum { MAX_ROWS = 20000 };

struct sum {
    uint64_t rows, n, n_read, n_rejected, n_filtered;
};

static void check_text(bm_str text)
{
    FUZZ_CHECK(!text.p || (text.len > 0 && bm_utf8_valid(text)));
}

static void check_row(const bm_incident *row, size_t n_extra)
{
    const bm_str texts[] = {row->inc_id, row->place,  row->admin1, row->admin2, row->country,
                            row->etype,  row->actor1, row->actor2, row->source, row->notes};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) check_text(texts[i]);
    for (size_t i = 0; i < n_extra; i++) check_text(row->extra[i]);
    FUZZ_CHECK(row->inc_id.p && row->src_row >= 1);
    FUZZ_CHECK(isnan(row->lon_deg) == isnan(row->lat_deg));
    FUZZ_CHECK(isnan(row->lon_deg) || (fabs(row->lon_deg) <= 180 && fabs(row->lat_deg) <= 90));
    FUZZ_CHECK((row->d_start == BM_NO_DAY) == (row->d_end == BM_NO_DAY) && row->d_start <= row->d_end);
    FUZZ_CHECK((row->d_prec == BM_DATE_NONE) == (row->d_start == BM_NO_DAY));
    FUZZ_CHECK(row->killed == BM_NO_COUNT || row->killed >= 0);
    FUZZ_CHECK(row->injured == BM_NO_COUNT || row->injured >= 0);
    FUZZ_CHECK(row->geo_prec_in >= 0 && row->geo_prec_in <= 7);
    FUZZ_CHECK(row->acled_prec_in >= 0 && row->acled_prec_in <= 3);
    FUZZ_CHECK(row->gtd_spec_in >= 0 && row->gtd_spec_in <= 5);
    FUZZ_CHECK(memchr(row->iso3, 0, 4) && (row->iso3[0] == 0 || row->iso3[2] != 0));
}

static uint64_t mix_row(uint64_t sum, const bm_incident *row)
{
    const bm_str texts[] = {row->inc_id, row->place,  row->admin1, row->admin2, row->country,
                            row->etype,  row->actor1, row->actor2, row->source, row->notes};
    const int64_t numbers[] = {
        (int64_t)row->src_row, row->d_start,       row->d_end,       row->d_prec, row->claim,
        row->geo_prec_in,      row->acled_prec_in, row->gtd_spec_in, row->killed, row->injured};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) sum = fuzz_mix_text(sum, texts[i]);
    sum = fuzz_mix(sum, numbers, sizeof numbers);
    sum = fuzz_mix(sum, row->iso3, strlen(row->iso3));
    if (isnan(row->lon_deg)) return sum;
    return fuzz_mix(fuzz_mix(sum, &row->lon_deg, sizeof row->lon_deg), &row->lat_deg, sizeof row->lat_deg);
}

/* BM_OK: *out goes on with what was read. */
static bm_status read_all(struct fuzz *fuzz, const char *path, const bm_read_options *options, size_t cap,
                          struct sum *out)
{
    bm_incident_reader *reader;
    bm_incident_batch batch;
    size_t n_extra, n_sources;
    bm_status st = bm_incident_open(fuzz->ctx, &path, 1, options, &reader);

    if (st != BM_OK) return st;
    FUZZ_CHECK(bm_incident_batch_init(fuzz->ctx, cap, &batch) == BM_OK);
    while ((st = bm_incident_read(fuzz->ctx, reader, &batch)) == BM_OK && (batch.n_read || batch.n)) {
        uint64_t rejected = 0;
        (void)bm_incident_extra_names(reader, &n_extra);
        for (size_t i = 0; i < batch.n; i++) {
            check_row(&batch.rows[i], n_extra);
            out->rows = mix_row(out->rows, &batch.rows[i]);
        }
        for (size_t i = 0; i < batch.issues.n; i++) rejected += batch.issues.items[i].severity == BM_REJECTED;
        FUZZ_CHECK(batch.n_read == batch.n + batch.n_rejected + batch.n_filtered);
        FUZZ_CHECK(rejected == batch.n_rejected);
        out->n += batch.n;
        out->n_read += batch.n_read;
        out->n_rejected += batch.n_rejected;
        out->n_filtered += batch.n_filtered;
        if (out->n > MAX_ROWS) break;
    }
    (void)bm_incident_sources(reader, &n_sources);
    FUZZ_CHECK(n_sources == 1);
    bm_incident_batch_free(&batch);
    bm_incident_close(reader);
    return st;
}

static void in_shards(struct fuzz *fuzz, const char *path, bm_read_options options, uint32_t shards,
                      const struct sum *whole)
{
    struct sum sum = {0};

    options.shards = shards;
    for (options.shard = 1; options.shard <= shards; options.shard++) {
        bm_status st = read_all(fuzz, path, &options, 64, &sum);
        fuzz_status(fuzz, st);
        if (st != BM_OK) return; /* UTF-16 is read in one piece only */
    }
    FUZZ_CHECK(memcmp(&sum, whole, sizeof sum) == 0);
}

void fuzz_reader(const char *format, const uint8_t *data, size_t size)
{
    static const char *const presets[] = {NULL, "acled", "ged", "gtd", "gdelt"};
    static const char *const where[] = {"country=PAK", "x=1"};
    static const bm_field_choice choices[] = {{BM_FIELD_PLACE, "1"}, {BM_FIELD_DATE, "2"}, {BM_FIELD_ID, ""}};
    struct fuzz_in in = {data, size};
    uint8_t how = fuzz_byte(&in), parts = fuzz_byte(&in);
    bm_read_options options = {.input_format = format,
                               .preset = presets[(how & 7) % 5],
                               .where = where,
                               .n_where = how & 8 ? 1 + (how >> 7) : 0,
                               .choices = choices,
                               .n_choices = how & 16 ? 3 : 0,
                               .from = how & 32 ? 5000 : BM_NO_DAY,
                               .to = how & 32 ? 20000 : BM_NO_DAY,
                               .dedup_ids = how & 64};
    struct sum whole = {0}, again = {0};
    struct fuzz fuzz;
    const char *path;
    bm_status st;

    fuzz_begin(&fuzz);
    path = fuzz_file(0, in.p, in.n);
    st = read_all(&fuzz, path, &options, 1000, &whole);
    fuzz_status(&fuzz, st);
    if (st == BM_OK && whole.n <= MAX_ROWS && parts & 1) {
        FUZZ_CHECK(read_all(&fuzz, path, &options, 1 + parts % 16, &again) == BM_OK);
        FUZZ_CHECK(memcmp(&again, &whole, sizeof again) == 0);
    } else if (st == BM_OK && whole.n <= MAX_ROWS && parts & 2 && !options.dedup_ids) {
        in_shards(&fuzz, path, options, 2 + parts / 64, &whole);
    }
    fuzz_end(&fuzz);
}
