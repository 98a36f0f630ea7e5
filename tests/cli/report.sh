# report.html: well-formed, nothing from elsewhere, no NaN, hostile text escaped, the same bytes for any number of threads.
. "$(dirname "$0")/lib.bash"
run() { local name=$1; shift; exits 0 "$bordermap" map "$@" -o "$work/$name" -q --draws 99 --outputs report,stats; page=$work/$name/report.html; }
# what a reader sees, as one line
text() { sed 's/<\/td>/ &/g' "$page" | xmllint --nonet --xpath 'string(/*/*[local-name()="body"])' - | tr -s ' \n' ' '; }
# what holds for every report
sound() {
    xmllint --noout --nonet "$page" || fail "$page is not well-formed"
    is "addresses" "$(grep -oE '[a-z]+://[^" <]*' "$page" | grep -vxE 'http://www.w3.org/(1999/xhtml|2000/svg)' | head -1)" ""
    grep -qE '<[^>]* (src|action|data)=|<[^>]* href="[^#]|url\(|@import' "$page" && fail "$page loads something"
    grep -oE '="[^"]*\b(nan|inf|null)\b[^"]*"' "$page" && fail "a drawing of $page has a number that is none"
    text | grep -owiE 'nan|inf|undefined|.{30}: null' && fail "$page tells a number that is none"
    within "size of $page" "$(wc -c < "$page")" 5000 1000000
    # every table has a caption, every drawing a title
    is "captions" "$(grep -o '<caption>' "$page" | wc -l)" "$(grep -o '<table' "$page" | wc -l)"
    is "titles" "$(grep -o 'role="img" aria-labelledby="figure[0-9]*"><title id="figure[0-9]*">[A-Z]' "$page" | wc -l)" \
        "$(grep -o '<figure>' "$page" | wc -l)"
}

run sample "$BORDERMAP_SOURCE/geodata/sample/incidents.csv" --jobs 1
sound
cp "$page" "$work/first.html"
run again "$BORDERMAP_SOURCE/geodata/sample/incidents.csv" --jobs 3
cmp "$page" "$work/first.html" || fail "another number of threads, another report"
read=$(jq .counts.read "$work/again/stats.json")
text | grep -q "read $read 100.0 % all records" || fail "the report does not tell of $read records"
median=$(jq -r '.overall.dist_km.q50' "$work/again/stats.json")
text | grep -qF "lie within $(LC_ALL=C printf '%.1f' "$median") km" || fail "the report's median is not $median"

# Names that want to be more than names, one place many times.
{
    echo 'date,place,country,lat,lon,event_type,actor1,killed'
    for day in 01 02 03 04 05 06 07 08 09; do
        echo "2021-05-$day,Taftan,Pakistan,28.9$day,61.5$day,<script>alert(1)</script>,\"\"\"]]><img src=x onerror=alert(2)> & 'co'\",$day"
    done
} > "$work/hostile.csv"
run hostile "$work/hostile.csv"
sound
grep -qE '<script>alert|<img' "$page" && fail "text became an element"
is "scripts" "$(grep -c '<script>' "$page")" 1
text | grep -qF '<script>alert(1)</script>' || fail "the type of event is not told as it is"
text | grep -qF "]]><img src=x onerror=alert(2)> & 'co'" || fail "the actor is not told as it is"
is "days" "$(grep -c '<title>2021-05-0[1-9]: 1</title>' "$page")" 9

# Few: said in words.
head -2 "$work/hostile.csv" > "$work/one.csv"
run one "$work/one.csv"
sound
text | grep -q 'The one incident at a known point lies .* km from the nearest international border' || fail "one incident: $(text | head -c 600)"
head -1 "$work/hostile.csv" > "$work/none.csv"
run none "$work/none.csv"
sound
text | grep -q 'Too few: no incident lies at a known point' || fail "no incident: $(text | head -c 600)"
printf 'place,country\nBaluchistan,Pakistan\nSindh,Pakistan\n' > "$work/vague.csv"
run vague "$work/vague.csv"
sound
text | grep -q 'Too few' || fail "vague places only: $(text | head -c 600)"
