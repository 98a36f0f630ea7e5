# Names of columns that are recognised, as people of the region and of desks elsewhere write them: a header, then the
# field that each of its columns feeds ("-": none). One line for each table that somebody brought.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
n=0
while IFS='|' read -r header fields; do
    n=$((n + 1))
    printf '%s\n%s\n' "$header" "${header//[^,]/}" >"$work/$n.csv"
    "$bordermap" check "$work/$n.csv" -f json -q >"$work/found" 2>"$work/err" || fail "$header: $(cat "$work/err")"
    is "columns of $header" "$(jq -r --arg header "$header" '(.sources[0].columns | with_entries({key: .value, value: .key})) as $of |
        [$header | split(",")[] | $of[.] // "-"] | join(",")' "$work/found")" "$fields"
done <<'T'
Event Date,Location,Latitude,Longitude,Fatalities|date,place,lat,lon,killed
Nr,Datum,Ort,Land|id,date,place,country
id,lieu,pays,colour|id,place,country,-
شناسه,تاریخ,محل,استان,شهرستان,کشور,نوع,کشته,زخمی,منبع,شرح|id,date,place,admin1,admin2,country,event_type,killed,injured,source,notes
ردیف,تاريخ,مكان,کشته‌ها,عرض جغرافیایی,طول جغرافیایی|id,date,place,killed,lat,lon
نمبر,تاریخ,مقام,صوبہ,ضلع,ملک,واقعہ,ہلاک,زخمی|id,date,place,admin1,admin2,country,event_type,killed,injured
نېټه,ځای,ولایت,ولسوالۍ,هېواد,ټپيان|date,place,admin1,admin2,country,injured
الرقم,التاريخ,الموقع,المحافظة,الدولة,القتلى,الجرحى,المصدر|id,date,place,admin1,country,killed,injured,source
T
[ "$n" -ge 8 ] || fail "only $n headers were read"
