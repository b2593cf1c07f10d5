using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Server.Import;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Import;

public sealed class DelimitedSourceTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void Mapped_columns_become_fields_and_others_are_left_out_with_a_note()
    {
        var notes = new List<string>();
        var rows = Read("p.tsv", "Prompt\tCategory\tNote\nbond\tAbstract\tno\n", Reading.Options(FactKind.Image, ["Prompt=prompt", "Category=style"]), notes);
        var row = Assert.Single(rows);
        Assert.Equal(("bond", "Abstract", null), (row.Text("prompt"), row.Text("style"), row.Text("note")));
        Assert.Contains("Note", Assert.Single(notes));
        Assert.Equal(2, row.Number);
    }

    [Fact]
    public void Columns_named_as_fields_aliases_ids_and_times_are_taken_in_any_case()
    {
        var row = Assert.Single(Read("m.csv", "Message_ID,conversation_id,Role,token_count,created_at\nm1,c1,assistant,12,2025-11-08 12:34:56.5\n", Reading.Options(FactKind.Message)));
        Assert.Equal("m1", row.Text("id"));
        Assert.Equal("12", row.Text("tokens"));
        Assert.Equal("2025-11-08 12:34:56.5", row.Text("timestamp"));
    }

    [Fact]
    public void Cells_get_the_type_of_their_field()
    {
        var row = Assert.Single(Read(
            "c.csv", "command_name,user_id,execution_time,success,meta,timestamp\nimagine,0042,1.5,yes,\"{\"\"a\"\": 1}\",1760000000.25\n", Reading.Options(FactKind.Command)));
        Assert.Equal(JsonValueKind.String, row.Fact.GetProperty("user_id").ValueKind);
        Assert.Equal("0042", row.Text("user_id"));
        Assert.Equal(1.5, row.Fact.GetProperty("execution_time").GetDouble());
        Assert.Equal(JsonValueKind.True, row.Fact.GetProperty("success").ValueKind);
        Assert.Equal(1, row.Fact.GetProperty("meta").GetProperty("a").GetInt32());
        Assert.Equal(1760000000.25, row.Fact.GetProperty("timestamp").GetDouble());
    }

    [Fact]
    public void What_does_not_fit_its_field_goes_on_as_text_for_the_reader_of_facts_to_refuse()
    {
        var row = Assert.Single(Read("c.csv", "command_name,user_id,execution_time\nimagine,u,fast\n", Reading.Options(FactKind.Command)));
        Assert.Equal("fast", row.Fact.GetProperty("execution_time").GetString());
    }

    [Fact]
    public void Empty_cells_and_missing_ones_are_absent()
    {
        var row = Assert.Single(Read("i.csv", "prompt,style,model\nx,\n", Reading.Options(FactKind.Image)));
        Assert.False(row.Fact.TryGetProperty("style", out _));
        Assert.False(row.Fact.TryGetProperty("model", out _));
    }

    [Fact]
    public void Meta_columns_join_the_meta_that_is_there()
    {
        var row = Assert.Single(Read(
            "i.csv", "prompt,meta,source,seed\nx,\"{\"\"a\"\":1}\",history_start,7\n", Reading.Options(FactKind.Image, meta: ["source", "seed"])));
        Assert.Equal("""{"a":1,"source":"history_start","seed":7}""", row.Fact.GetProperty("meta").GetRawText());
    }

    [Fact]
    public void A_quote_in_a_tab_separated_file_is_text_unless_it_wraps_the_cell()
    {
        var rows = Read("p.tsv", "prompt\n\"GIGGLE\" painted on a wall\n\"a \"\"b\"\" c\"\n", Reading.Options(FactKind.Image));
        Assert.Equal(["\"GIGGLE\" painted on a wall", "a \"b\" c"], rows.Select(row => row.Text("prompt")));
    }

    [Fact]
    public void Quoted_cells_of_a_csv_may_hold_delimiters_and_line_breaks()
    {
        var rows = Read("p.csv", "prompt,style\n\"a, b\nc\",x\nd,y\n", Reading.Options(FactKind.Image));
        Assert.Equal(["a, b\nc", "d"], rows.Select(row => row.Text("prompt")));
        Assert.Equal([2L, 4], rows.Select(row => row.Number));
    }

    [Theory]
    [InlineData("\"a\"b,x")]
    [InlineData("a,x,too many")]
    [InlineData("\"never closed,x")]
    public void A_malformed_record_is_refused_instead_of_guessed_at(string record)
    {
        var rows = Read("p.csv", $"prompt,style\nok,x\n{record}\n", Reading.Options(FactKind.Image));
        Assert.Equal([null, "invalid_csv"], rows.Select(row => row.Fault?.Code));
    }

    [Fact]
    public void A_kind_column_decides_record_by_record()
    {
        var rows = Read("all.csv", "kind,prompt,user_id,activity_type\nimage,x,u,\nactivity,,u,login\nfoo,,,\n", Reading.Options());
        Assert.Equal(["image", "activity", null], rows.Select(row => row.Fault is null ? row.Text("kind") : null));
        Assert.Equal("unknown_kind", rows[2].Fault?.Code);
    }

    [Theory]
    [InlineData("Prmpt=prompt", "There is no column \"Prmpt\"")]
    [InlineData("Prompt=prmpt", "image has no field \"prmpt\"")]
    [InlineData("Prompt=source", "image has no field \"source\"")]
    public void A_mapping_that_fits_nothing_stops_the_import(string map, string message)
    {
        var error = Assert.Throws<ImportFormatException>(() => Read("p.csv", "Prompt\nx\n", Reading.Options(FactKind.Image, [map])));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delimiter_makes_a_table_of_any_text_file()
    {
        var row = Assert.Single(Read("export.txt", "prompt;style\nx;y\n", Reading.Options(FactKind.Image, delimiter: ';')));
        Assert.Equal("y", row.Text("style"));
    }

    [Theory]
    [InlineData("export.txt", "is no extension that Vitrine reads")]
    [InlineData("export.csv", "Say what the rows are")]
    public void What_cannot_be_known_is_asked_for(string name, string message)
    {
        var error = Assert.Throws<ImportFormatException>(() => Read(name, "prompt\nx\n", Reading.Options()));
        Assert.Contains(message, error.Message);
    }

    public void Dispose() => folder.Dispose();

    private List<ReadRow> Read(string name, string text, ImportOptions options, List<string>? notes = null)
    {
        File.WriteAllText(folder.File(name), text);
        return Reading.Rows(folder.File(name), options, notes);
    }
}
