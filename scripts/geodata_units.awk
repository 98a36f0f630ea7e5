# Countries, provinces and districts as rows of a GeoNames table. See scripts/geodata_places.
# Inputs: names.tsv admin1.tsv admin2.tsv areas.tsv towns.txt. Output: GeoNames' 19 columns.
#
# Points are approximate and stand for areas: provinces and countries have a point inside their outline, a province
# without outline its seat or the mean of its towns; a district the mean of its towns, or the town of its name.

function row(id, text, others, lat_deg, lon_deg, feat, c, a1, a2)
{
    print id, text, "", others, lat_deg, lon_deg, "A", feat, c, "", a1, a2, "", "", "", "", "", "", ""
}
function add_name(unit, text)
{
    if (text == "" || text ~ /,/ || (unit, text) in has || text ~ /\303[\203\230\231]\302/) return
    has[unit, text]
    if (!(unit in title)) title[unit] = text
    else others[unit] = others[unit] == "" ? text : others[unit] "," text
}
function base_name(text)
{
    sub(/ (District|Agency|County|Province|Tehsil|Subdistrict|Municipality)$/, "", text)
    sub(/^(Shahrestān-e|Shahrestan-e|Bakhsh-e|Wulswali|Wuluswali|District of) /, "", text)
    return text
}
FILENAME ~ /names.tsv/ { add_name($1, $2); next }
FILENAME ~ /admin1.tsv/ { units[++n_units] = $1; is_unit[$1]; next }
FILENAME ~ /admin2.tsv/ { districts[++n_districts] = $1; district_name[$1] = $2; next }
FILENAME ~ /areas.tsv/ {
    unit = $1 == 0 ? $2 : $2 "." $3
    if ($1 == 1 && $3 == "") next
    lon[unit] = $4; lat[unit] = $5
    m = split($6, part, ";")
    for (j = 1; j <= m; j++) add_name(unit, part[j])
    if ($1 == 0) countries[++n_countries] = unit
    else if (!(unit in is_unit)) { units[++n_units] = unit; is_unit[unit] }
    next
}
{
    unit = $9 "." $11
    sum_lat[unit] += $5; sum_lon[unit] += $6; n[unit]++
    if ($8 == "PPLC" || ($8 == "PPLA" && !(unit in seat_lat))) { seat_lat[unit] = $5; seat_lon[unit] = $6 }
    if ($12 != "") { d = unit "." $12; sum_lat[d] += $5; sum_lon[d] += $6; n[d]++ }
    k = unit SUBSEP $2
    if (!(k in town_lat)) { town_lat[k] = $5; town_lon[k] = $6 }
    next
}
END {
    for (i = 1; i <= n_countries; i++) {
        c = countries[i]
        row(c, title[c], others[c], lat[c], lon[c], "PCLI", c, "00", "")
    }
    for (i = 1; i <= n_units; i++) {
        u = units[i]
        if (!(u in lat) && u in seat_lat) { lat[u] = seat_lat[u]; lon[u] = seat_lon[u] }
        if (!(u in lat) && n[u]) { lat[u] = sprintf("%.5f", sum_lat[u] / n[u]); lon[u] = sprintf("%.5f", sum_lon[u] / n[u]) }
        if (u in lat) row(u, title[u], others[u], lat[u], lon[u], "ADM1", substr(u, 1, 2), substr(u, 4), "")
    }
    for (i = 1; i <= n_districts; i++) {
        d = districts[i]; split(d, part, ".")
        u = part[1] "." part[2]; k = u SUBSEP base_name(district_name[d])
        if (n[d]) { y = sprintf("%.5f", sum_lat[d] / n[d]); x = sprintf("%.5f", sum_lon[d] / n[d]) }
        else if (k in town_lat) { y = town_lat[k]; x = town_lon[k] }
        else continue
        gsub(/,/, " ", district_name[d])
        row(d, district_name[d], "", y, x, "ADM2", part[1], part[2], substr(d, length(u) + 2))
    }
}
