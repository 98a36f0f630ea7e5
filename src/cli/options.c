#include "cli/args.h"

#define AT(member) offsetof(struct cli_args, member)

/* In the order of --help. */
static const struct cli_option options[] = {
    {"output", 'o', KIND_TEXT, OPT_OUTPUT, AT(output), 0, 0, "PATH",
     "where to write: a folder (map) or a file (init: default bordermap.json; grid: default standard output)"},
    {"format", 'f', KIND_CHOICE, OPT_FORMAT, AT(format), 0, 0, "csv|ndjson|geojson|json",
     "format of standard output"},
    {"outputs", 0, KIND_COMMAS, OPT_OUTPUTS, AT(outputs), 0, 0, "LIST",
     "what to write: geojson, shp, gpkg, fgb, qgz (with gpkg), html, png, svg, stats, table (default: all but fgb and table)"},

    {"field", 0, KIND_TEXTS, OPT_INPUT, AT(fields), 0, 0, "NAME=COLUMN",
     "take input field NAME from COLUMN (a number for files without header; empty: from none); repeatable"},
    {"preset", 0, KIND_TEXT, OPT_INPUT, AT(preset), 0, 0, "acled|ged|gtd|gdelt",
     "columns of a known source (default: recognised)"},
    {"input-format", 0, KIND_TEXT, OPT_INPUT, AT(input_format), 0, 0, "csv|tsv|ndjson|json|geojson|gdal",
     "how to read the input (default: from content)"},
    {"where", 0, KIND_TEXTS, OPT_INPUT, AT(where), 0, 0, "FIELD=VALUE",
     "only rows with this value; the others are counted as filtered; repeatable"},
    {"dedup", 0, KIND_CHOICE, OPT_INPUT, AT(dedup), 0, 0, "id",
     "of the rows with one id only the first is taken; the others are counted as filtered"},
    {"from", 0, KIND_TEXT, OPT_INPUT, AT(from), 0, 0, "DATE",
     "only rows that may lie on or after DATE (2024-01-16)"},
    {"to", 0, KIND_TEXT, OPT_INPUT, AT(to), 0, 0, "DATE", "only rows that may lie on or before DATE"},

    {"gazetteer", 0, KIND_TEXTS, OPT_PLACE | OPT_DATA, AT(gazetteers), 0, 0, "FILE",
     "place names (.bmg) asked before the built-in ones; repeatable, the first wins"},
    {"aliases", 0, KIND_TEXTS, OPT_PLACE, AT(aliases), 0, 0, "FILE",
     "your decisions: a filled-in unresolved.csv; repeatable, the first wins"},
    {"country", 0, KIND_TEXT, OPT_PLACE | OPT_COUNTRY, AT(country), 0, 0, "ISO",
     "prefer this country for rows that name none (a bias, never a filter)"},
    {"country", 0, KIND_COMMAS, OPT_GRID, AT(countries), 0, 0, "LIST", "only cells of these countries: PAK,AFG"},
    {"explain", 0, KIND_FLAG, OPT_PLACE, AT(explain), 0, 0, NULL,
     "on standard error: candidates and reasons of each place"},

    {"borders", 0, KIND_TEXT, OPT_TAG | OPT_DYAD | OPT_GRID, AT(borders), 0, 0, "FILE",
     "borders (.bmb) in place of the built-in ones"},
    {"compare-borders", 0, KIND_TEXT, OPT_OUTPUTS, AT(compare_borders), 0, 0, "FILE",
     "tag every row with this border file too: compare.csv and stats.json say what comes out differently"},
    {"view", 0, KIND_TEXT, OPT_TAG | OPT_DYAD | OPT_BORDERS_BUILD | OPT_GRID, AT(view), 0, 0, "FILE",
     "whose claims are drawn: a table of changes, or a name: china, morocco, russia, serbia, ukraine"},
    {"dyad", 0, KIND_COMMAS, OPT_TAG, AT(dyads), 0, 0, "LIST",
     "only these borders: IRN-PAK,AFG-IRN (no row is dropped)"},
    {"dyad", 0, KIND_TEXT, OPT_DYAD, AT(dyad), 0, 0, "NAME", "one border, a row for each segment: IRN-PAK"},
    {"scope", 0, KIND_CHOICE, OPT_TAG, AT(scope), 0, 0, "any|own|foreign|outline",
     "what distance is to: any land border; a land border of the own country; foreign ground, across water "
     "too; "
     "the own outline, coast included (default any)"},
    {"segment-length", 0, KIND_NUMBER, OPT_TAG | OPT_DYAD | OPT_CROSSWALK, AT(segment_km), 0.1, 20000, "KM",
     "length of a border segment (default 50)"},
    {"segment-by", 0, KIND_TEXT, OPT_TAG | OPT_DYAD, AT(segment_by), 0, 0, "length|dyad|admin1|FILE",
     "equal lengths, each border whole, each pair of provinces that meets, or your own lines: any file of "
     "lines "
     "with an ID each, in the column seg_id, id or name, else the first of text (default length)"},
    {"max-distance", 0, KIND_NUMBER, OPT_TAG, AT(max_km), 0, 20100, "KM",
     "farther incidents are tagged but not counted to a segment (default 100)"},
    {"round", 0, KIND_NUMBER, OPT_OUTPUTS, AT(round_km), 0.1, 1000, "KM",
     "for the safety of victims: points are published as centres of cells of so many km, with a radius that "
     "holds the true place and without names, notes or columns that give it away"},
    {"bands", 0, KIND_NUMBERS, OPT_TAG, AT(bands_km), 0, 20100, "KM,...",
     "distance bands of the statistics (default 10,25,50,100)"},
    {"edges", 0, KIND_CHOICE, OPT_TAG | OPT_GRID, AT(edges), 0, 0, "lonlat|geodesic",
     "what joins two border points: a straight line on the map, or a geodesic (default lonlat)"},

    {"by", 0, KIND_COMMAS, OPT_STATS, AT(by), 0, 0, "LIST",
     "dimensions of the statistics beside the usual ones: actor1, actor2, adm2, place, source, match, "
     "geo_prec, b_status, any input column"},
    {"split", 0, KIND_TEXT, OPT_STATS, AT(split), 0, 0, "DATE",
     "first day of the second of two periods to compare (default: the middle of the days)"},
    {"null", 0, KIND_CHOICE, OPT_STATS, AT(null), 0, 0, "settlements|population|land",
     "where incidents could as well have been: at any settlement of their country, the same by people, or "
     "anywhere on its ground (default settlements)"},
    {"draws", 0, KIND_NUMBER, OPT_STATS, AT(draws), 0, 99999, "N",
     "random draws of each bootstrap and test; 0: none (default 999)"},
    {"seed", 0, KIND_NUMBER, OPT_STATS, AT(seed), 0, 4294967295, "N", "of the random draws (default 1)"},

    {"dry-run", 0, KIND_FLAG, OPT_BUILD, AT(dry_run), 0, 0, NULL,
     "say what would be written and why; write nothing"},
    {"only", 0, KIND_COMMAS, OPT_BUILD, AT(only), 0, 0, "LIST", "only these outputs: geojson,html"},
    {"why", 0, KIND_FLAG, OPT_BUILD, AT(why), 0, 0, NULL, "say which input, option, data or version changed"},
    {"watch", 0, KIND_FLAG, OPT_BUILD, AT(watch), 0, 0, NULL,
     "stay and build again whenever something changes (end with Ctrl-C)"},
    {"schema", 0, KIND_FLAG, OPT_BUILD, AT(schema), 0, 0, NULL, "print the JSON Schema of project files"},

    {"admin", 0, KIND_TEXTS, OPT_GAZETTEER_BUILD, AT(admins), 0, 0, "POLYGONS",
     "provinces, districts, countries: GeoJSON or anything GDAL opens; repeatable"},
    {"places", 0, KIND_TEXTS, OPT_GAZETTEER_BUILD, AT(places), 0, 0, "CSV",
     "your own places: name,lon,lat[,id,country,admin1,admin2,feat,names]; repeatable"},
    {"country-field", 0, KIND_TEXT, OPT_BORDERS_BUILD, AT(country_field), 0, 0, "F",
     "the attribute that holds the country (default: the usual names)"},
    {"valid-from", 0, KIND_TEXT, OPT_BORDERS_BUILD, AT(valid_from), 0, 0, "F",
     "the attribute with the first day"},
    {"valid-to", 0, KIND_TEXT, OPT_BORDERS_BUILD, AT(valid_to), 0, 0, "F", "the attribute with the last day"},
    {"tolerance", 0, KIND_NUMBER, OPT_BORDERS_BUILD, AT(tolerance_m), 0, 100000, "M",
     "match neighbours that share no vertices within this distance (default 1000; 0: exact only)"},

    {"tolerance", 0, KIND_NUMBER, OPT_CROSSWALK, AT(crosswalk_m), 0, 100000, "M",
     "lines farther apart are not the same border (default 10000)"},

    {"shard", 0, KIND_TEXT, OPT_SHARD, AT(shard), 0, 0, "I/N",
     "only the I-th of N shares of the inputs (1/8 to 8/8, each into a folder of its own), for 'merge'"},
    {"jobs", 'j', KIND_NUMBER, OPT_RUN, AT(jobs), 1, 256, "N", "threads (default: the processors)"},
    {"strict", 0, KIND_FLAG, OPT_RUN, AT(strict), 0, 0, NULL, "exit 3 if a row was unresolved or rejected"},
    {"progress", 0, KIND_FLAG, OPT_RUN, AT(progress), 0, 0, NULL,
     "show progress also when standard error is no terminal"},
    {"allow-network", 0, KIND_FLAG, OPT_RUN, AT(allow_network), 0, 0, NULL,
     "let GDAL open addresses and databases (default: local files only)"},
    {"quiet", 'q', KIND_FLAG, OPT_RUN, AT(quiet), 0, 0, NULL, "only errors on standard error"},
    {"help", 'h', KIND_FLAG, OPT_ALWAYS, AT(help), 0, 0, NULL, "this text"},
};

const struct cli_option *cli_options(size_t *n)
{
    *n = sizeof options / sizeof options[0];
    return options;
}
