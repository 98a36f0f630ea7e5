# Read by scripts/evaluate: gold rows, the gazetteer's names, rows as found; all of one order.
# Gold and found: src row place iso3 lon lat geo_prec status match score rad_km gaz_name adm2 adm1.
BEGIN { FS = OFS = "\t"; pi = atan2(0, -1); near_km = 25; n_limits = split("1 10 25 161", limits, " ") }
FNR == 1 { input++ }

# Kilometres on a sphere.
function apart(lon1, lat1, lon2, lat2,    r, h) {
    r = pi / 180
    h = sin((lat2 - lat1) * r / 2) ^ 2 + cos(lat1 * r) * cos(lat2 * r) * sin((lon2 - lon1) * r / 2) ^ 2
    return 2 * 6371.0088 * atan2(sqrt(h), sqrt(1 - h < 0 ? 0 : 1 - h))
}
# The plain baseline is spared the words that tables put behind names: "Kasur town" is asked for as "Kasur".
function key_of(name) {
    name = tolower(name)
    sub(/ +(town|village|city|area|district|tehsil|sub-?district|locality|valley|suburb)$/, "", name)
    gsub(/^ +| +$/, "", name)
    return name
}

input == 1 {
    rows++
    if ($9 != "given" || $7 > precision || $7 == 0) { left_out++; next }
    gold[$1, $2] = $5 FS $6
    if ($3 != "") wanted[key_of($3)] = 1
    baseline_key[$1, $2] = key_of($3) SUBSEP $4
    next
}

# name,gaz_id,feat,iso3,lon,lat,population,main; only the name may have commas or quotes.
input == 2 {
    n = split($0, part, ",")
    tail = 0
    for (i = n - 6; i <= n; i++) tail += length(part[i]) + 1
    name = substr($0, 1, length($0) - tail)
    if (name ~ /^".*"$/) { name = substr(name, 2, length(name) - 2); gsub(/""/, "\"", name) }
    name = key_of(name)
    if (!(name in wanted) || part[n - 5] ~ /^(ADM|PCL)/) next
    remember(name SUBSEP part[n - 4]); remember(name SUBSEP)
    next
}
function remember(key) {
    if (key in most && most[key] >= part[n - 1] + 0) return
    most[key] = part[n - 1] + 0
    largest[key] = part[n - 3] FS part[n - 2]
}

input == 3 && ($1, $2) in gold {
    split(gold[$1, $2], at, FS)
    all++
    of_status[$8]++
    km = $5 == "" ? -1 : apart(at[1], at[2], $5, $6)
    count("ours", km)
    if (baseline_key[$1, $2] in largest) {
        split(largest[baseline_key[$1, $2]], theirs, FS)
        count("plain", apart(at[1], at[2], theirs[1], theirs[2]))
    } else count("plain", -1)
    if (km >= 0) {
        right = km <= near_km
        status_points[$8]++; status_right[$8] += right
        points++; points_right += right
        bin = $10 >= 1 ? 9 : int($10 * 10)
        in_bin[bin]++; sum_bin[bin] += $10; right_bin[bin] += right
        brier += ($10 - right) ^ 2
        if ($10 >= 0.9) { sure++; sure_right += right }
        inside += km <= $11
        radius[points] = $11 + 0
    }
    if (km < 0 || km > near_km) miss(km)
}
function count(who, km,    i) {
    if (km < 0) return
    placed[who]++
    error[who, placed[who]] = km
    for (i = 1; i <= n_limits; i++) within[who, limits[i]] += km <= limits[i]
}
function miss(km,    key) {
    key = $3 " | " $13 " | " $14
    if (!(key in missed)) {
        missed_key[++n_missed] = key
        missed_why[key] = km < 0 ? "no point: " $8 ($12 == "" ? "" : ", the area given is " $12) \
            : sprintf("%.0f km off: %s %s '%s', score %s", km, $8, $9, $12, $10)
    }
    missed[key]++
}

# The middle of a list; every row counted: one without a point is infinitely far.
function median(list, prefix, n, of,    i, k, sorted) {
    for (i = 1; i <= n; i++) sorted[i] = list[prefix i]
    shell_sort(sorted, n)
    k = int((of + 1) / 2)
    return k > n ? "none" : sprintf("%.1f", sorted[k])
}
function shell_sort(a, n,    gap, i, j, x) {
    for (gap = int(n / 2); gap > 0; gap = int(gap / 2))
        for (i = gap + 1; i <= n; i++) {
            x = a[i]
            for (j = i; j > gap && a[j - gap] > x; j -= gap) a[j] = a[j - gap]
            a[j] = x
        }
}
function share(x, of) { return of ? sprintf("%.1f %%", 100 * x / of) : "-" }
function accuracy_row(title, who,    i, line, errors, k) {
    line = sprintf("%-26s", title)
    for (i = 1; i <= n_limits; i++) line = line sprintf("%11s", share(within[who, limits[i]], all))
    for (k = 1; k <= placed[who]; k++) errors[k] = error[who, k]
    return line sprintf("%11s%11s", median(errors, "", placed[who], all), share(placed[who], all))
}

END {
    if (!all) { print "evaluate: no row has coordinates of its own (columns: --field lon=... --field lat=...)" > "/dev/stderr"; exit 1 }
    printf "%d rows with gold coordinates of precision 1 to %d (%d others left out)\n\n", all, precision, left_out
    printf "%-26s%11s%11s%11s%11s%11s%11s\n", "every row counted", "1 km", "10 km", "25 km", "161 km", "median km", "placed"
    print accuracy_row("bordermap", "ours")
    print accuracy_row("exact name, most people", "plain")
    printf "\n%-26s%11s%11s%11s\n", "status", "rows", "points", "right"
    for (s = split("resolved ambiguous coarse unresolved", status, " "); s >= 1; s--) order[s] = status[s]
    for (s = 1; s <= 4; s++) printf "%-26s%11d%11d%11s\n", order[s], of_status[order[s]], status_points[order[s]], \
        share(status_right[order[s]], status_points[order[s]])
    if (!points) exit
    base = points_right / points
    spread = base * (1 - base)
    for (b = 0; b < 10; b++) gap += (sum_bin[b] > right_bin[b] ? 1 : -1) * (sum_bin[b] - right_bin[b])
    printf "\nright: within %d km; over the %d points\n", near_km, points
    printf "%-26s%11s%11s%11s\n", "score", "points", "mean score", "right"
    for (b = 0; b < 10; b++) if (in_bin[b]) printf "%.1f to %.1f%-16s%11d%11.3f%11.3f\n", b / 10, (b + 1) / 10, "", \
        in_bin[b], sum_bin[b] / in_bin[b], right_bin[b] / in_bin[b]
    printf "%-40s%10.3f\n", "calibration error (ECE)", gap / points
    printf "%-40s%10.4f  (always the base rate %.3f: %.4f)%s\n", "Brier score", brier / points, base, \
        spread, (spread ? sprintf("; %.0f %% less", 100 * (1 - brier / points / spread)) : "")
    printf "%-40s%10s  of all rows; right %s\n", "score of 0.9 or more", share(sure, all), share(sure_right, sure)
    printf "%-40s%10s  median %s km\n", "gold point inside rad_km", share(inside, points), median(radius, "", points, points)
    if (misses > 0) list_misses()
}
function list_misses(    i, k, best) {
    printf "\nmisses (rows: place | admin2 | admin1: why)\n"
    for (k = 1; k <= misses && k <= n_missed; k++) {
        best = ""
        for (i = 1; i <= n_missed; i++) if (missed_key[i] in missed && (best == "" || missed[missed_key[i]] > missed[best])) best = missed_key[i]
        printf "%5d: %s: %s\n", missed[best], best, missed_why[best]
        delete missed[best]
    }
}
