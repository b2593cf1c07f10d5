using Vitrine.Core.Facts;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Import;

public sealed class NdjsonSourceTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void A_line_that_says_everything_goes_on_as_it_stands()
    {
        const string line = """{"kind":"image","id":"a","timestamp":1760000000,"prompt":"x\ny"}""";
        var row = Assert.Single(Read("f.ndjson", line + "\n"));
        Assert.Equal(line, row.Raw);
        Assert.Equal((1, 1), (row.Position, row.Number));
    }

    [Fact]
    public void Kind_id_and_time_are_added_where_they_are_missing_or_null()
    {
        var rows = Read("f.ndjson", "{}\n{\"id\":null,\"prompt\":\"x\"}\n", FactKind.Image);
        Assert.All(rows, row => Assert.Equal("image", row.Text("kind")));
        Assert.All(rows, row => Assert.True(Guid.TryParseExact(row.Text("id"), "D", out var id) && id.Version == 8));
        Assert.Equal(FactTime.ToWire(Reading.StartedAt + 2), rows[1].Text("timestamp"));
        Assert.NotEqual(rows[0].Text("id"), rows[1].Text("id"));
    }

    [Fact]
    public void Ids_are_the_same_at_every_reading_and_differ_by_file_row_and_content()
    {
        const string twice = "{\"prompt\":\"x\"}\n{\"prompt\":\"x\"}\n";
        var first = Read("a.ndjson", twice, FactKind.Image).ConvertAll(row => row.Text("id"));
        Assert.Equal(first, Read("a.ndjson", twice, FactKind.Image).ConvertAll(row => row.Text("id")));
        Assert.Equal(2, first.Distinct().Count());
        Assert.Empty(first.Intersect(Read("b.ndjson", twice, FactKind.Image).ConvertAll(row => row.Text("id"))));
        Assert.DoesNotContain(first[0], Read("a.ndjson", "{\"prompt\":\"y\"}\n", FactKind.Image).ConvertAll(row => row.Text("id")));
    }

    [Fact]
    public void A_message_with_its_own_id_keeps_it()
    {
        var row = Assert.Single(Read("f.ndjson", """{"kind":"message","message_id":"m1","created_at":"2025-11-08T12:34:56"}"""));
        Assert.Null(row.Text("id"));
        Assert.Null(row.Text("timestamp"));
    }

    [Theory]
    [InlineData("{\"kind\":")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("plain text")]
    public void A_broken_line_is_refused_alone(string broken)
    {
        var rows = Read("f.ndjson", $"{{}}\n{broken}\n\n{{}}\n", FactKind.Image);
        Assert.Equal([null, "invalid_json", null], rows.Select(row => row.Fault?.Code));
        Assert.Equal([1L, 2, 4], rows.Select(row => row.Number));
        Assert.Equal(broken, rows[1].Raw);
    }

    [Fact]
    public void A_line_that_is_not_utf8_is_refused()
    {
        var path = folder.File("f.ndjson");
        File.WriteAllBytes(path, [.. "{\"prompt\":\""u8, 0xFF, .. "\"}\n{}"u8]);
        Assert.Equal(["invalid_json", null], Reading.Rows(path, Reading.Options(FactKind.Image)).Select(row => row.Fault?.Code));
    }

    [Fact]
    public void A_line_beyond_the_limit_is_refused_and_the_next_one_is_read()
    {
        var rows = Read("f.ndjson", $"{{\"prompt\":\"{new string('x', 5_000_000)}\"}}\r\n{{\"prompt\":\"y\"}}", FactKind.Image);
        Assert.Equal(["fact_too_large", null], rows.Select(row => row.Fault?.Code));
        Assert.Equal("y", rows[1].Text("prompt"));
        Assert.Equal(2, rows[1].Number);
    }

    [Fact]
    public void A_gzip_is_read_like_what_it_holds_and_makes_the_same_ids()
    {
        const string text = "\uFEFF{\"prompt\":\"x\"}\n";
        Reading.WriteGzip(folder.File("f.ndjson.gz"), text);
        var packed = Assert.Single(Reading.Rows(folder.File("f.ndjson.gz"), Reading.Options(FactKind.Image)));
        Assert.Equal(Assert.Single(Read("f.ndjson", text, FactKind.Image)).Raw, packed.Raw);
    }

    public void Dispose() => folder.Dispose();

    private List<ReadRow> Read(string name, string text, FactKind? kind = null)
    {
        File.WriteAllText(folder.File(name), text);
        return Reading.Rows(folder.File(name), Reading.Options(kind));
    }
}
