#include "pipeline/project.h"

#include <stddef.h>

#define AT(member)       offsetof(struct bm_project_values, member)
#define AT_INPUT(member) offsetof(struct bm_project_input, member)
#define PRESETS          "acled|ged|gtd|gdelt"
#define FORMATS          "csv|tsv|ndjson|json|geojson|gdal"

/* In the order of --help. Bounds and choices are those of the options of the same name. */
static const struct bm_key keys[] = {
    {"$schema", BM_KEY_TEXT, AT(schema), 0, 0, NULL, false, "the address of this schema, for editors"},
    {"inputs", BM_KEY_INPUTS, AT(inputs), 0, 0, NULL, true,
     "the incident files: a path, or an object that also says how to read this one"},
    {"output", BM_KEY_PATH, AT(output), 0, 0, NULL, true, "the folder to write to"},
    {"outputs", BM_KEY_OUTPUTS, AT(outputs), 0, 0, NULL, false, "what to write (default: all but fgb and table)"},

    {"field", BM_KEY_FIELDS, AT(fields), 0, 0, NULL, false,
     "input field to column (a number for files without header; empty: from none)"},
    {"preset", BM_KEY_NAME, AT(preset), 0, 0, PRESETS, false,
     "columns of a known source (default: recognised)"},
    {"input-format", BM_KEY_NAME, AT(input_format), 0, 0, FORMATS, false, "default: from content"},
    {"where", BM_KEY_CONDITIONS, AT(where), 0, 0, NULL, false,
     "FIELD=VALUE: only rows with this value; the others are counted as filtered"},
    {"dedup", BM_KEY_NAME, AT(dedup), 0, 0, "id", false,
     "of the rows with one id only the first is taken; the others are counted as filtered"},
    {"from", BM_KEY_FIRST_DAY, AT(from), 0, 0, NULL, false, "only rows that may lie on or after this date"},
    {"to", BM_KEY_LAST_DAY, AT(to), 0, 0, NULL, false, "only rows that may lie on or before this date"},

    {"gazetteer", BM_KEY_PATHS, AT(gazetteers), 0, 0, NULL, false,
     "place names (.bmg) asked before the built-in ones; the first wins"},
    {"aliases", BM_KEY_PATHS, AT(aliases), 0, 0, NULL, false,
     "your decisions: filled-in unresolved.csv; the first wins"},
    {"country", BM_KEY_COUNTRY, AT(country), 0, 0, NULL, false,
     "prefer this country for rows that name none (a bias, never a filter)"},

    {"borders", BM_KEY_PATH, AT(borders), 0, 0, NULL, false, "borders (.bmb) in place of the built-in ones"},
    {"compare-borders", BM_KEY_PATH, AT(compare_borders), 0, 0, NULL, false,
     "tag every row with this border file too"},
    {"view", BM_KEY_FILE_OR, AT(view), 0, 0, "china|morocco|russia|serbia|ukraine", false,
     "whose claims are drawn: a table of changes, or a name"},
    {"dyad", BM_KEY_DYADS, AT(dyads), 0, 0, NULL, false, "only these borders: IRN-PAK (no row is dropped)"},
    {"scope", BM_KEY_CHOICE, AT(scope), 0, 0, "any|own|foreign|outline", false,
     "what distance is to (default any)"},
    {"segment-length", BM_KEY_NUMBER, AT(segment_km), 0.1, 20000, NULL, false,
     "length of a border segment in km (default 50)"},
    {"segment-by", BM_KEY_FILE_OR, AT(segment_by), 0, 0, "length|dyad|admin1", false,
     "equal lengths, each border whole, each pair of provinces that meets, or a file of your own lines with "
     "an "
     "ID each (default length)"},
    {"max-distance", BM_KEY_NUMBER, AT(max_km), 0, 20100, NULL, false,
     "farther incidents, in km, are tagged but not counted to a segment (default 100)"},
    {"round", BM_KEY_NUMBER, AT(round_km), 0.1, 1000, NULL, false,
     "publish points only as cells of so many km, without what names the place"},
    {"bands", BM_KEY_NUMBERS, AT(bands_km), 0, 20100, NULL, false,
     "distance bands of the statistics in km, rising (default 10, 25, 50, 100)"},
    {"edges", BM_KEY_CHOICE, AT(edges), 0, 0, "lonlat|geodesic", false,
     "what joins two border points (default lonlat)"},
    {"by", BM_KEY_TEXTS, AT(by), 0, 0, NULL, false,
     "dimensions of the statistics beside the usual ones: actor1, adm2, place, source, any input column"},
    {"null", BM_KEY_CHOICE, AT(null), 0, 0, "settlements|population|land", false,
     "where incidents could as well have been: at any settlement of their country, the same by people, "
     "anywhere "
     "on its ground (default settlements)"},
    {"draws", BM_KEY_NUMBER, AT(draws), 0, 99999, NULL, false,
     "random draws of each bootstrap and test; 0: none (default 999)"},
    {"seed", BM_KEY_NUMBER, AT(seed), 0, 4294967295, NULL, false, "of the random draws (default 1)"},
    {"split", BM_KEY_FIRST_DAY, AT(split), 0, 0, NULL, false,
     "first day of the second of two periods to compare (default: the middle of the days)"},
};

static const struct bm_key input_keys[] = {
    {"path", BM_KEY_PATH, AT_INPUT(path), 0, 0, NULL, true, "the file, from the project's folder"},
    {"field", BM_KEY_FIELDS, AT_INPUT(fields), 0, 0, NULL, false, "as above, for this file; goes first"},
    {"preset", BM_KEY_NAME, AT_INPUT(preset), 0, 0, PRESETS, false, "as above, for this file"},
    {"input-format", BM_KEY_NAME, AT_INPUT(input_format), 0, 0, FORMATS, false, "as above, for this file"},
};

const struct bm_key *bm_project_keys(size_t *n)
{
    *n = sizeof keys / sizeof keys[0];
    return keys;
}

const struct bm_key *bm_project_input_keys(size_t *n)
{
    *n = sizeof input_keys / sizeof input_keys[0];
    return input_keys;
}
