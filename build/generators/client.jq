# The older rendering of the description as the C# generator reads it best: names as C# writes them, one kind of error, bodies before options.
def pascal: [splits("[^A-Za-z0-9]+") | select(length > 0)] | map((.[:1] | ascii_upcase) + .[1:]) | add;
def camel: pascal | (.[:1] | ascii_downcase) + .[1:];
def an_error: { description: "An error", content: { "application/json": { schema: { "$ref": "#/components/schemas/ErrorEnvelope" } } } };
def is_stream: [.responses[].content // {} | keys[]] | index("text/event-stream");
# CSV is a file to a client, and left out where the same comes as JSON.
def csv_as_file: if has("text/csv") | not then . elif has("application/json") then del(.["text/csv"])
  else .["text/csv"].schema = { type: "string", format: "binary" } end;
# A null among the additional members clears what a request that changes something leaves alone otherwise.
def can_clear: test("Patch$|^SettingsRequest$|^BrandingRequest$");

del(.paths[][] | select(is_stream))
| del(.paths[] | select(length == 0))
| .paths[][] |= (
    .operationId |= pascal
    | .responses[] |= (if .content then .content |= csv_as_file else . end)
    | .responses |= (with_entries(select(.key | startswith("2"))) + { default: an_error })
    | if .parameters then .parameters[] |= (. + { "x-position": (if .in == "path" then 1 else 3 end) } + if .name | test("-") then { "x-originalName": (.name | camel) } else {} end) else . end
    | if .requestBody then .requestBody["x-position"] = 2 else . end)
| .components.schemas |= with_entries(
    if .value.properties and (.value | has("additionalProperties") | not) and (.key | can_clear | not) then .value.additionalProperties = false else . end)
| del(.components.schemas.ProblemEnvelope)
