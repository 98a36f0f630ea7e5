# changes.csv: which incidents came, went, or changed place, segment or status since the last build, and why.
source "$BORDERMAP_SOURCE/tests/cli/lib.bash"
mkdir "$work/p"
cd "$work/p"
cp "$BORDERMAP_SOURCE/geodata/sample/incidents.csv" in.csv
printf 'place,action,gaz_id,lon,lat\n' >own.csv
project() { jq -n "{inputs: [\"in.csv\"], output: \"out\", outputs: [\"stats\"], aliases: \"own.csv\"} $*" >bordermap.json; }
# changes WHAT EXPECTED: builds and compares the lines of changes.csv
changes() {
    exits 0 "$bordermap" build -j1
    is "header" "$(head -1 out/changes.csv)" 'inc_id,change,what,before,after,why'
    is "$1" "$(tail -n +2 out/changes.csv)" "$2"
}
project
changes "the first build" ""
grep -qF 'changes' "$work/err" && fail "the first build speaks of changes"
is "state" "$(wc -l <out/.bordermap-state)" 14
is "not in the manifest" "$(jq '[.outputs[].name | select(. == "changes.csv" or . == ".bordermap-state")] | length' out/manifest.json)" 0

# S04: Kerman is moved by its row; S02 goes; X1 is new; their order is that of the new table, then of the old one.
sed -i -e '/^S02,/d' -e 's/^S04,2024-01-03,Kerman,/S04,2024-01-03,Zahedan,/' in.csv
printf 'X1,2024-02-02,Quetta,,Pakistan,"a ""row""",,,,,\n' >>in.csv
exits 0 "$bordermap" build; says "3 incidents since the last build: out/changes.csv"
is "lines" "$(cut -d, -f1-3 out/changes.csv | tr '\n' ' ')" "inc_id,change,what S04,changed,place S04,changed,segment X1,new,row S02,removed,row "
grep -qxF "X1,new,row,,resolved,input 'in.csv' has changed" out/changes.csv || fail "new: $(cat out/changes.csv)"
grep -qxF "S02,removed,row,resolved,,input 'in.csv' has changed" out/changes.csv || fail "removed: $(cat out/changes.csv)"
grep -qE "^S04,changed,place,Kerman \(.*\) at 57.0[0-9 .]*,Z.*hed.n \(.*\) at 60.8[0-9 .]*,input row has changed$" out/changes.csv || fail "moved: $(cat out/changes.csv)"
cp out/changes.csv last
exits 0 "$bordermap" build; says "up to date"
cmp last out/changes.csv || fail "a build of nothing touched changes.csv"

# A touched note changes no place, segment or status.
sed -i 's/a ""row""/another/' in.csv; changes "a note" ""
# An alias.
printf 'Quetta,use,,64.5,31.5\n' | sed 's/use/add/' >>own.csv
exits 0 "$bordermap" build
is "why" "$(tail -n +2 out/changes.csv | sed 's/.*,//' | sort -u)" "aliases 'own.csv' has changed"
grep -q '^X1,changed,place,.*,.*at 64.50000 31.50000,' out/changes.csv || fail "alias: $(cat out/changes.csv)"
# An option: only segments, and only because of it.
project '+ {"segment-length": 20}'
exits 0 "$bordermap" build
is "what" "$(tail -n +2 out/changes.csv | cut -d, -f3 | sort -u)" "segment"
is "why" "$(tail -n +2 out/changes.csv | sed 's/.*,"option/"option/' | sort -u)" '"option segment_length_km: 20, before 50"'
# A filter takes rows away, with its name.
project '+ {"segment-length": 20, from: "2020"}'
exits 0 "$bordermap" build
is "why" "$(tail -n +2 out/changes.csv | cut -d, -f2,6- | sort -u)" 'removed,"option from: ""2020-01-01"", before not given"'

# Ids that repeat are told apart by their order; hostile ids stay in their cell.
printf 'id,place\na,Quetta\na,Kabul\na,Zahedan\n"=1+1	b\nc",Quetta\n' >in.csv
project; exits 0 "$bordermap" build
printf 'id,place\na,Quetta\na,Kabul\na,Herat\na,Herat\n' >in.csv
exits 0 "$bordermap" build
is "repeated ids" "$(cut -d, -f1-3 out/changes.csv | tail -n +2 | grep '^a')" "$(printf 'a,changed,place\na,changed,segment\na,new,row')"
grep -q "^\"'=1+1" out/changes.csv || fail "a formula: $(cat out/changes.csv)"

# The same for any number of threads, and a state of another version is none.
awk 'BEGIN { srand(7); split("Quetta Kabul Zahedan Herat Peshawar Kandahar Mashhad Nowhere", p, " ")
    print "id,place"; for (i = 0; i < 20000; i++) print i "," p[1 + int(rand() * 8)] }' >in.csv
project; exits 0 "$bordermap" build
cp -r out copy
awk -F, 'NR > 1 && NR % 3 == 0 { $2 = "Farah" } { print $1 "," $2 }' in.csv >b; mv b in.csv
exits 0 "$bordermap" build -j1; mv out one; mv copy out
exits 0 "$bordermap" build -j2
cmp one/changes.csv out/changes.csv || fail "changes depend on the threads"
cmp one/.bordermap-state out/.bordermap-state || fail "the state depends on the threads"
[ "$(wc -l <out/changes.csv)" -gt 6000 ] || fail "too few changes"
sed -i '1s/1/0/' out/.bordermap-state; echo '7,Ghazni' >>in.csv
changes "a state that cannot be read" ""
