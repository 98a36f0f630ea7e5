/* Whole files: what a reader makes of each sample in tests/data/incident is compared with NAME.expect beside
 * it, which was written by hand. Of the large real files, counts and sums are compared with those of Python's
 * csv module. */
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/incident.h"

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

static bm_ctx *ctx;

static int set_up(void **state)
{
    (void)state;
    return bm_ctx_create(NULL, &ctx) == BM_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    bm_ctx_destroy(ctx);
    return 0;
}

static const bm_read_options everything = {.from = BM_NO_DAY, .to = BM_NO_DAY};

static void sample_path(const char *name, char *path, size_t size)
{
    const char *source = getenv("BORDERMAP_SOURCE");
    snprintf(path, size, "%s/tests/data/incident/%s", source ? source : ".", name);
}

/* --- what was read, as text --- */

static void put(bm_buf *out, bm_str text)
{
    bm_buf_putc(out, '|');
    for (size_t i = 0; i < text.len; i++) bm_buf_puts(out, (char[]){text.p[i] == '\n' ? '~' : text.p[i], 0});
}

static void put_count(bm_buf *out, char mark, int64_t value)
{
    if (value == BM_NO_COUNT) return;
    bm_buf_putc(out, mark);
    bm_buf_i64(out, value);
}

/* row@line|id|dates
 * precision|place|admin1|admin2|iso3|lon,lat|precision|type|actors|counts|source|notes|extra... */
static void put_row(bm_buf *out, const bm_incident *row, size_t n_extra)
{
    static const char *const claims[] = {"", "place", "near", "coarse"};
    bm_buf_printf(out, "%llu@%llu", (unsigned long long)row->src_row, (unsigned long long)row->line);
    put(out, row->inc_id);
    bm_buf_putc(out, '|');
    if (row->d_start != BM_NO_DAY) {
        bm_buf_day(out, row->d_start);
        if (row->d_end != row->d_start) {
            bm_buf_puts(out, "..");
            bm_buf_day(out, row->d_end);
        }
        bm_buf_printf(out, " %s", bm_date_prec_name(row->d_prec));
    }
    put(out, row->place);
    put(out, row->admin1);
    put(out, row->admin2);
    put(out, bm_str_z(row->iso3));
    bm_buf_putc(out, '|');
    if (!isnan(row->lon_deg)) {
        bm_buf_fixed(out, row->lon_deg, 6);
        bm_buf_putc(out, ',');
        bm_buf_fixed(out, row->lat_deg, 6);
    }
    bm_buf_printf(out, "|%s %d%d%d", claims[row->claim], row->geo_prec_in, row->acled_prec_in,
                  row->gtd_spec_in);
    put(out, row->etype);
    put(out, row->actor1);
    put(out, row->actor2);
    bm_buf_putc(out, '|');
    put_count(out, 'k', row->killed);
    put_count(out, 'i', row->injured);
    put(out, row->source);
    put(out, row->notes);
    for (size_t i = 0; i < n_extra; i++) put(out, row->extra[i]);
    bm_buf_putc(out, '\n');
}

static void put_issue(bm_buf *out, const bm_issue *issue)
{
    bm_buf_printf(out, "! %s %llu@%llu", bm_severity_name(issue->severity),
                  (unsigned long long)issue->src_row, (unsigned long long)issue->line);
    put(out, issue->column);
    put(out, issue->found);
    put(out, issue->expected);
    bm_buf_putc(out, '\n');
}

struct totals {
    uint64_t read, rows, rejected, filtered, points, issues, killed, ids;
    size_t batches;
};

/* Reads paths in batches of cap; out may be NULL. */
static bm_status read_all(const char *const *paths, size_t n_paths, const bm_read_options *options,
                          size_t cap, bm_buf *out, struct totals *t)
{
    bm_incident_reader *reader = NULL;
    bm_incident_batch batch;
    size_t n_extra;
    bm_status st;

    *t = (struct totals){0};
    if ((st = bm_incident_open(ctx, paths, n_paths, options, &reader)) != BM_OK) return st;
    assert_int_equal(bm_incident_batch_init(ctx, cap, &batch), BM_OK);
    const char *const *extra = bm_incident_extra_names(reader, &n_extra);
    for (size_t i = 0; out && i < n_extra; i++) bm_buf_printf(out, "%s%s", i ? " " : "extra: ", extra[i]);
    if (out && n_extra) bm_buf_putc(out, '\n');
    while ((st = bm_incident_read(ctx, reader, &batch)) == BM_OK) {
        assert_true(batch.n <= cap);
        assert_int_equal(batch.n_read, batch.n + batch.n_rejected + batch.n_filtered);
        for (size_t i = 0; i < batch.n; i++) {
            if (out) put_row(out, &batch.rows[i], n_extra);
            t->points += !isnan(batch.rows[i].lon_deg);
            t->killed += batch.rows[i].killed > 0 ? (uint64_t)batch.rows[i].killed : 0;
            t->ids += batch.rows[i].has_own_id;
        }
        for (size_t i = 0; out && i < batch.issues.n; i++) put_issue(out, &batch.issues.items[i]);
        t->read += batch.n_read;
        t->rows += batch.n;
        t->rejected += batch.n_rejected;
        t->filtered += batch.n_filtered;
        t->issues += batch.issues.n;
        t->batches++;
        if (batch.n_read == 0) break;
    }
    bm_incident_batch_free(&batch);
    bm_incident_close(reader);
    return st;
}

/* --- samples --- */

static void read_sample(const char *name, const bm_read_options *options, bm_buf *out)
{
    char path[1024];
    const char *paths[1] = {path};
    struct totals t;
    sample_path(name, path, sizeof path);
    bm_buf_init(out, ctx);
    if (read_all(paths, 1, options, 100, out, &t) != BM_OK) fail_msg("%s: %s", name, bm_ctx_error(ctx));
    bm_buf_putc(out, '\0');
    assert_int_equal(bm_buf_status(ctx, out), BM_OK);
}

static void compare(const char *name, const bm_read_options *options, const char *expect)
{
    char path[1024], wanted[16384];
    bm_buf got;

    read_sample(name, options, &got);
    sample_path(expect, path, sizeof path);
    FILE *file = fopen(path, "r");
    if (!file) fail_msg("no '%s'; it would be:\n%s", path, got.p);
    wanted[fread(wanted, 1, sizeof wanted - 1, file)] = '\0';
    fclose(file);
    if (strcmp(got.p, wanted) != 0) fail_msg("%s reads as\n%s\nand not as\n%s", name, got.p, wanted);
    bm_buf_free(&got);
}

static void samples(void **state)
{
    static const char *const names[] = {
        "acled.csv",    "gtd.csv",        "tabs.tsv",        "semicolon.csv", "lines.ndjson",
        "array.json",   "points.geojson", "utf16le.csv",     "utf16be.csv",   "bom.csv",
        "latin1.csv",   "ragged.csv",     "coordinates.csv", "hxl.csv",       "dmy.csv",
        "mdy.csv",      "undecided.csv",  "mixed.csv",       "several.csv",   "pages.json",
        "wrapped.json", "cut.json",       "cut_member.json", "exact.json",    "collections.geojson",
        "parts.csv",    "spans.csv",      "unnamed.json",    "nul.csv",       "nul16.csv",
        "sep.csv",      "twins.csv",
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char expect[64];
        snprintf(expect, sizeof expect, "%s.expect", names[i]);
        compare(names[i], &everything, expect);
    }
}

/* Columns that feed no field, for each kind of table; two files of different columns each have their own. */
static void unused_columns(void **state)
{
    static const struct {
        const char *name, *unused;
    } cases[] = {{"several.csv", "City Y "},
                 {"array.json", ""},
                 {"points.geojson", "name "},
                 {"acled.csv", "year disorder_type sub_event_type iso region "}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char path[1024], other[1024], got[1024] = "";
        const char *paths[2] = {other, path};
        bm_incident_reader *reader = NULL;
        size_t n;
        sample_path(cases[i].name, path, sizeof path);
        sample_path("hxl.csv", other, sizeof other);
        if (bm_incident_open(ctx, paths, 2, &everything, &reader) != BM_OK) fail_msg("%s", bm_ctx_error(ctx));
        const bm_source *source = &bm_incident_sources(reader, &n)[1];
        for (size_t k = 0; k < source->n_unused; k++)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s ", source->unused[k]);
        if (strcmp(got, cases[i].unused) != 0) fail_msg("%s: unused '%s'", cases[i].name, got);
        bm_incident_close(reader);
    }
}

/* Rows without a date are left out by --from, which says how many; dates that cannot be read are reported. */
static void undated(void **state)
{
    bm_read_options options = everything;
    bm_day last;
    (void)state;
    assert_true(bm_day_parse("2020", &options.from, &last));
    compare("spans.csv", &options, "spans.from.expect");
}

/* Only one sheet or member is read; a warning names the others. (archive.zip: a.csv, b.csv, readme.txt by
 * Python's zipfile; sheets.xlsx: two sheets by ogr2ogr 3.6.2.) */
static void unread_layers(void **state)
{
    static const char *const cases[][3] = {
        {"archive.zip", "! warning 0@0||b.csv, readme.txt|one file: only 'a' is read", "/archive.zip/NAME"},
        {"sheets.xlsx", "! warning 0@0||b|one layer: only 'a' is read", "ogr2ogr"},
        {"points.geojson", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bm_buf got;
        read_sample(cases[i][0], &everything, &got);
        if (!strstr(got.p, cases[i][1]) || !strstr(got.p, cases[i][2]))
            fail_msg("%s: %s", cases[i][0], got.p);
        if (!cases[i][1][0] && strstr(got.p, "is read")) fail_msg("%s: %s", cases[i][0], got.p);
        bm_buf_free(&got);
    }
}

static void wrong_preset(void **state)
{
    static const char *const cases[][2] = {{"ged", "dmy.csv"}, {"acled", "gtd.csv"}, {"gdelt", "dmy.csv"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bm_read_options options = everything;
        char wanted[128];
        bm_buf got;
        options.preset = cases[i][0];
        read_sample(cases[i][1], &options, &got);
        snprintf(wanted, sizeof wanted, "! warning 0@0||%s|columns of this preset such as '", cases[i][0]);
        if (!strstr(got.p, wanted) || !strstr(got.p, "none of them")) fail_msg("%s: %s", cases[i][1], got.p);
        bm_buf_free(&got);
    }
    for (size_t i = 0; i < 2; i++) {
        bm_read_options options = everything;
        bm_buf got;
        options.preset = i ? "gtd" : "acled";
        read_sample(i ? "gtd.csv" : "acled.csv", &options, &got);
        assert_null(strstr(got.p, "none of them"));
        bm_buf_free(&got);
    }
}

/* A header of one name five thousand times is read in no time. */
static void many_twins(void **state)
{
    enum { N = 5000 };
    const char *paths[1] = {"twins_5000.csv"};
    struct totals t;
    FILE *file = fopen(paths[0], "w");
    (void)state;
    assert_non_null(file);
    for (int line = 0; line < 2; line++) {
        fputs(line ? "7" : "id", file);
        for (int i = 1; i < N; i++) fputs(line ? ",1" : ",note of long name", file);
        fputc('\n', file);
    }
    fclose(file);
    clock_t start = clock();
    bm_status st = read_all(paths, 1, &everything, 10, NULL, &t);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    unlink(paths[0]);
    assert_int_equal(st, BM_OK);
    assert_int_equal(t.rows, 1);
    assert_true(seconds < 2);
}

static void columns_by_number(void **state)
{
    bm_field_choice choices[] = {{BM_FIELD_ID, "1"},      {BM_FIELD_DATE, "2"}, {BM_FIELD_PLACE, "3"},
                                 {BM_FIELD_COUNTRY, "4"}, {BM_FIELD_LON, "5"},  {BM_FIELD_LAT, "6"}};
    bm_read_options options = everything;
    (void)state;
    options.choices = choices;
    options.n_choices = 6;
    compare("noheader.csv", &options, "noheader.csv.expect");
}

static void choices_beat_guesses(void **state)
{
    bm_field_choice choices[] = {{BM_FIELD_PLACE, "City"}, {BM_FIELD_LAT, ""}};
    bm_read_options options = everything;
    bm_buf got;
    (void)state;
    options.choices = choices;
    options.n_choices = 2;
    read_sample("several.csv", &options, &got);
    assert_non_null(strstr(got.p, "|Quetta City|"));
    assert_non_null(strstr(got.p, "extra: Location Latitude Y\n"));
    assert_non_null(strstr(got.p, "! warning 1@2|Longitude|67.01|longitude and latitude, not one of them"));
    bm_buf_free(&got);
}

/* --- mistakes of the user --- */

static void expect_failure(const char *name, const bm_read_options *options, bm_status status,
                           const char *words)
{
    char path[1024];
    const char *paths[1] = {path};
    bm_incident_reader *reader = NULL;
    sample_path(name, path, sizeof path);
    bm_status st = bm_incident_open(ctx, paths, 1, options, &reader);
    assert_null(reader);
    if (st != status || !strstr(bm_ctx_error(ctx), words))
        fail_msg("%s: status %d, message '%s', not '%s'", name, st, bm_ctx_error(ctx), words);
}

static void mistakes(void **state)
{
    bm_read_options o = everything;
    const char *where[1];
    (void)state;
    expect_failure("unlike.zip", &everything, BM_EFORMAT, "/NAME: a.csv, readme.txt");
    expect_failure("nothing.csv", &everything, BM_ENOTFOUND, "nothing.csv");
    o.preset = "acledd";
    expect_failure("acled.csv", &o, BM_EUSAGE, "the nearest is 'acled'");
    o = everything;
    o.input_format = "excel";
    expect_failure("acled.csv", &o, BM_EUSAGE, "ndjson");
    o = everything;
    o.choices = &(bm_field_choice){BM_FIELD_PLACE, "locaton"};
    o.n_choices = 1;
    expect_failure("acled.csv", &o, BM_EUSAGE, "the nearest is 'location'");
    o = everything;
    o.where = where;
    o.n_where = 1;
    where[0] = "contry=PAK";
    expect_failure("acled.csv", &o, BM_EUSAGE, "the nearest is 'country'");
    where[0] = "country";
    expect_failure("acled.csv", &o, BM_EUSAGE, "FIELD=VALUE");
    o = everything;
    o.shard = 3;
    o.shards = 2;
    expect_failure("acled.csv", &o, BM_EUSAGE, "shard 3 of 2");
    assert_int_equal(bm_incident_open(ctx, NULL, 0, NULL, &(bm_incident_reader *){NULL}), BM_EUSAGE);
}

/* --- filters --- */

static void count_filtered(const char *const *where, size_t n, const char *from, const char *to,
                           uint64_t rows)
{
    char path[1024];
    const char *paths[1] = {path};
    bm_read_options o = everything;
    struct totals t;
    bm_day other;
    o.where = where;
    o.n_where = n;
    if (from) assert_true(bm_day_parse(from, &o.from, &other));
    if (to) assert_true(bm_day_parse(to, &other, &o.to));
    sample_path("acled.csv", path, sizeof path);
    assert_int_equal(read_all(paths, 1, &o, 100, NULL, &t), BM_OK);
    assert_int_equal(t.rows, rows);
    assert_int_equal(t.filtered, 3 - rows);
    assert_int_equal(t.read, 3);
}

static void filters(void **state)
{
    (void)state;
    count_filtered((const char *[]){"country=Pakistan"}, 1, NULL, NULL, 2);
    count_filtered((const char *[]){"country=PAK"}, 1, NULL, NULL, 2);
    count_filtered((const char *[]){"country=PAK", "country=IRN"}, 2, NULL, NULL, 3);
    count_filtered((const char *[]){"country=PAK", "event_type=Battles"}, 2, NULL, NULL, 1);
    count_filtered((const char *[]){"sub_event_type=Suicide bomb"}, 1, NULL, NULL, 1);
    count_filtered((const char *[]){"place=quetta"}, 1, NULL, NULL, 0);
    count_filtered(NULL, 0, "2017", NULL, 2);
    count_filtered(NULL, 0, NULL, "2016-12", 1);
    count_filtered(NULL, 0, "2017-03-31", "2017-04-30", 1); /* the month of a vague date touches it */
    count_filtered(NULL, 0, "2018", NULL, 0);
}

/* --- the same rows in any batches, from a pipe, from several files --- */

/* Issues stand behind the rows of their batch: only rows can be compared. */
static void drop_issues(bm_buf *text)
{
    size_t n = 0;
    bm_buf_putc(text, '\0');
    assert_int_equal(bm_buf_status(ctx, text), BM_OK);
    for (char *line = text->p, *next; *line; line = next) {
        next = strchr(line, '\n') + 1;
        if (*line == '!') continue;
        memmove(text->p + n, line, (size_t)(next - line));
        n += (size_t)(next - line);
    }
    text->p[n] = '\0';
}

static void batches_do_not_matter(void **state)
{
    char path[1024];
    const char *paths[3] = {path, path, path};
    bm_buf one, many;
    struct totals t;
    (void)state;
    sample_path("ragged.csv", path, sizeof path);
    bm_buf_init(&one, ctx);
    bm_buf_init(&many, ctx);
    assert_int_equal(read_all(paths, 3, &everything, 1000, &one, &t), BM_OK);
    assert_int_equal(t.rows, 24);
    assert_int_equal(t.rejected, 3);
    assert_int_equal(read_all(paths, 3, &everything, 1, &many, &t), BM_OK);
    assert_int_equal(t.rows, 24);
    assert_int_equal(t.rejected, 3);
    drop_issues(&one);
    drop_issues(&many);
    assert_string_equal(one.p, many.p);
    bm_buf_free(&one);
    bm_buf_free(&many);
}

/* Gives a file to the reader as standard input: the first bytes, and once those were most likely read the
 * rest. */
static void read_pipe(const char *name, size_t first, bm_buf *out, struct totals *t)
{
    const struct timespec moment = {.tv_nsec = 5000000};
    char path[1024], bytes[4096];
    int ends[2], saved = dup(STDIN_FILENO);
    sample_path(name, path, sizeof path);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        if (first > n) first = n;
        if (write(ends[1], bytes, first) < 0) _exit(1);
        nanosleep(&moment, NULL);
        _exit(write(ends[1], bytes + first, n - first) < 0);
    }
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    bm_status st = read_all((const char *[]){"-"}, 1, &everything, 100, out, t);
    dup2(saved, STDIN_FILENO);
    close(saved);
    waitpid(child, NULL, 0);
    if (st != BM_OK) fail_msg("%s: %s", name, bm_ctx_error(ctx));
}

static void pipes(void **state)
{
    static const struct {
        const char *name;
        uint64_t rows, rejected, points;
    } cases[] = {{"acled.csv", 3, 0, 3},   {"lines.ndjson", 3, 2, 1},   {"array.json", 3, 1, 2},
                 {"utf16le.csv", 3, 0, 0}, {"points.geojson", 3, 0, 1}, {"mdy.csv", 2, 0, 0},
                 {"ragged.csv", 8, 1, 0},  {"pages.json", 4, 0, 0},     {"wrapped.json", 2, 1, 0},
                 {"cut.json", 2, 0, 0},    {"exact.json", 2, 0, 0},     {"collections.geojson", 2, 0, 0},
                 {"nul.csv", 3, 0, 0},     {"nul16.csv", 2, 0, 0},      {"sep.csv", 1, 0, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static const size_t firsts[] = {1, 7, 70, 93, 185, 4096};
        bm_buf all;
        bm_buf_init(&all, ctx);
        for (size_t k = 0; k < sizeof firsts / sizeof firsts[0]; k++) {
            struct totals t;
            bm_buf out;
            bm_buf_init(&out, ctx);
            read_pipe(cases[i].name, firsts[k], &out, &t);
            if (t.rows != cases[i].rows || t.rejected != cases[i].rejected || t.points != cases[i].points)
                fail_msg("%s from a pipe, %d bytes first: %d rows, %d rejected, %d points", cases[i].name,
                         (int)firsts[k], (int)t.rows, (int)t.rejected, (int)t.points);
            if (k == 0) bm_buf_put(&all, out.p, out.len);
            assert_int_equal(out.len, all.len);
            assert_memory_equal(out.p, all.p, all.len);
            bm_buf_free(&out);
        }
        bm_buf_free(&all);
    }
}

/* --- real data --- */

static bool data_path(const char *name, char *path, size_t size)
{
    const char *data = getenv("BORDERMAP_TEST_DATA");
    snprintf(path, size, "%s/%s", data ? data : "../shared/data", name);
    if (access(path, R_OK) == 0) return true;
    printf("skipped: no data folder ('%s')\n", path);
    return false;
}

/* python3: r = list(csv.DictReader(open("ged_pakistan_a.csv", newline="")))[1:]; len(r),
 * sum(int(x["best"]) for x in r) */
static void ged(void **state)
{
    char path[1024];
    const char *paths[1] = {path};
    struct totals t;
    (void)state;
    if (!data_path("ged/ged_pakistan_a.csv", path, sizeof path)) skip();
    assert_int_equal(read_all(paths, 1, &everything, 512, NULL, &t), BM_OK);
    assert_int_equal(t.rows, 3355);
    assert_int_equal(t.rejected, 0);
    assert_int_equal(t.points, 3355);
    assert_int_equal(t.ids, 3355);
    assert_int_equal(t.killed, 22621);
}

/* awk -F'\t' '$57 != "" && $58 != ""' 20180101000000.export.CSV | wc -l */
static void gdelt(void **state)
{
    char path[1024];
    const char *paths[1] = {path};
    struct totals t;
    (void)state;
    if (!data_path("gdelt/20180101000000.export.CSV", path, sizeof path)) skip();
    assert_int_equal(read_all(paths, 1, &everything, 512, NULL, &t), BM_OK);
    assert_int_equal(t.rows, 2414);
    assert_int_equal(t.points, 2356);
    assert_int_equal(t.ids, 2414);
}

/* Every record is in exactly one shard, with the number that it has in the whole. */
static void shards(void **state)
{
    char path[1024];
    const char *paths[1] = {path};
    bm_read_options o = everything;
    struct totals t;
    (void)state;
    if (!data_path("ged/ged_pakistan_a.csv", path, sizeof path)) skip();
    for (uint32_t n = 1; n <= 7; n += 3) {
        bm_buf whole, parts;
        uint64_t rows = 0;
        bm_buf_init(&whole, ctx);
        bm_buf_init(&parts, ctx);
        assert_int_equal(read_all(paths, 1, &everything, 512, &whole, &t), BM_OK);
        for (uint32_t i = 1; i <= n; i++) {
            o.shard = i;
            o.shards = n;
            bm_buf part;
            bm_buf_init(&part, ctx);
            assert_int_equal(read_all(paths, 1, &o, 100, &part, &t), BM_OK);
            size_t head = (size_t)(strchr(part.p, '\n') - part.p) + 1; /* the names of the extra columns */
            if (i == 1) head = 0;
            bm_buf_put(&parts, part.p + head, part.len - head);
            bm_buf_free(&part);
            rows += t.rows;
        }
        assert_int_equal(rows, 3355);
        assert_int_equal(whole.len, parts.len);
        assert_memory_equal(whole.p, parts.p, whole.len);
        bm_buf_free(&whole);
        bm_buf_free(&parts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples),
        cmocka_unit_test(unused_columns),
        cmocka_unit_test(undated),
        cmocka_unit_test(unread_layers),
        cmocka_unit_test(wrong_preset),
        cmocka_unit_test(many_twins),
        cmocka_unit_test(columns_by_number),
        cmocka_unit_test(choices_beat_guesses),
        cmocka_unit_test(mistakes),
        cmocka_unit_test(filters),
        cmocka_unit_test(batches_do_not_matter),
        cmocka_unit_test(pipes),
        cmocka_unit_test(ged),
        cmocka_unit_test(gdelt),
        cmocka_unit_test(shards),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
