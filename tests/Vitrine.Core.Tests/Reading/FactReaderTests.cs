using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Facts.Reading;

namespace Vitrine.Core.Tests.Reading;

public sealed class FactReaderTests
{
    private const string Call = """ "kind":"api_call","endpoint":"/x","method":"GET" """;

    [Fact]
    public void Document_002s_message_is_read_with_its_own_spellings()
    {
        var fact = Read.One(
            """{"message_id":"m1","conversation_id":"c1","user_id":7,"role":"assistant","token_count":150,"model_used":"gpt-3.5-turbo","response_time":1.25,"created_at":"2025-03-10T11:00:00.5"}""",
            FactKind.Message);
        Assert.Equal(("m1", "7", "150"), (fact["id"], fact["user_id"], fact["output_tokens"]));
        Assert.Equal(("gpt-3.5-turbo", "1250000", "2025-03-10T11:00:00.5Z"), (fact["model"], fact["response_time"], fact["time"]));
        Assert.DoesNotContain("tokens", fact.Keys);
    }

    [Theory]
    [InlineData("user", """ "tokens":5 """, "5", null)]
    [InlineData("assistant", """ "tokens":5 """, null, "5")]
    [InlineData("assistant", """ "tokens":5,"input_tokens":2,"output_tokens":3 """, "2", "3")]
    [InlineData("user", """ "tokens":9,"output_tokens":3 """, null, "3")]
    public void A_lone_total_of_tokens_goes_where_the_role_says(string role, string members, string? input, string? output)
    {
        var fact = Read.One($$"""{"conversation_id":"c","role":"{{role}}",{{members}}}""", FactKind.Message);
        Assert.Equal((input, output), (fact.GetValueOrDefault("input_tokens"), fact.GetValueOrDefault("output_tokens")));
        Assert.DoesNotContain("tokens", fact.Keys);
    }

    [Theory]
    [InlineData("""{"source":"history_start","is_auto_followup":true}""", 3)]
    [InlineData("""{"source":"history\u005fstart"}""", 3)]
    [InlineData("""{"is_auto_followup":true}""", 2)]
    [InlineData("""{"is_auto_followup":1}""", 2)]
    [InlineData("""{"is_auto_followup":0.5}""", 2)]
    [InlineData("""{"is_auto_followup":"no"}""", 2)]
    [InlineData("""{"is_auto_followup":[0]}""", 2)]
    [InlineData("""{"is_auto_followup":{"a":1},"z":1}""", 2)]
    [InlineData("""{"is_auto_followup":false}""", 1)]
    [InlineData("""{"is_auto_followup":0}""", 1)]
    [InlineData("""{"is_auto_followup":0.0}""", 1)]
    [InlineData("""{"is_auto_followup":""}""", 1)]
    [InlineData("""{"is_auto_followup":null}""", 1)]
    [InlineData("""{"is_auto_followup":[]}""", 1)]
    [InlineData("""{"is_auto_followup":{}}""", 1)]
    [InlineData("""{"is_auto_followup":true,"is_auto_followup":false}""", 1)]
    [InlineData("""{"chat":{"source":"history_start","is_auto_followup":true}}""", 1)]
    [InlineData("""[{"source":"history_start"}]""", 1)]
    [InlineData("\"history_start\"", 1)]
    [InlineData("null", 1)]
    public void The_source_of_an_image_follows_from_its_meta_and_from_nothing_else(string meta, int source)
    {
        var fact = Read.One($$"""{"kind":"image","source":"scheduler","meta":{{meta}},"width":1}""");
        Assert.Equal(source.ToString(), fact["source"]);
        Assert.Equal(meta == "null" ? null : meta, fact.GetValueOrDefault("meta"));
        Assert.Equal("1", fact["width"]);
    }

    [Theory]
    [InlineData("", "succeeded")]
    [InlineData(""" ,"status":null """, "succeeded")]
    [InlineData(""" ,"status":"ok" """, "succeeded")]
    [InlineData(""" ,"status":"success" """, "succeeded")]
    [InlineData(""" ,"status":"failed" """, "failed")]
    [InlineData(""" ,"status":"error" """, "failed")]
    public void An_image_succeeded_unless_it_says_otherwise(string members, string status) =>
        Assert.Equal(status, Read.One($$"""{"kind":"image"{{members}}}""")["status"]);

    [Theory]
    [InlineData("", "1")]
    [InlineData(""" ,"success":true """, "1")]
    [InlineData(""" ,"success":1 """, "1")]
    [InlineData(""" ,"success":false """, "0")]
    [InlineData(""" ,"success":0 """, "0")]
    public void A_command_succeeded_unless_it_says_otherwise(string members, string success) =>
        Assert.Equal(success, Read.One($$"""{"kind":"command","user_id":"u","command_name":"c"{{members}}}""")["success"]);

    [Theory]
    [InlineData("100", "1")]
    [InlineData("200", "2")]
    [InlineData("404.0", "4")]
    [InlineData("599", "5")]
    public void A_status_code_gives_its_class(string code, string expected) =>
        Assert.Equal(expected, Read.One($$"""{{{Call}},"status_code":{{code}}}""")["status_class"]);

    [Theory]
    [InlineData("\"2025-03-01T10:20:30Z\"", "2025-03-01T10:20:30Z")]
    [InlineData("\"2025-03-01T10:20:30\"", "2025-03-01T10:20:30Z")]
    [InlineData("\"2025-03-01 10:20:30.123456789\"", "2025-03-01T10:20:30.123456Z")]
    [InlineData("\"2025-03-01T10:20:30+05:30\"", "2025-03-01T04:50:30Z")]
    [InlineData("\"2025-03-01T10:20:30-0800\"", "2025-03-01T18:20:30Z")]
    [InlineData("\"2025-03-01T10:20+02\"", "2025-03-01T08:20:00Z")]
    [InlineData("\"2025-03-01\"", "2025-03-01T00:00:00Z")]
    [InlineData("\"2025-03-01\\u005410:20:30Z\"", "2025-03-01T10:20:30Z")]
    [InlineData("1740824430", "2025-03-01T10:20:30Z")]
    [InlineData("1740824430.25", "2025-03-01T10:20:30.25Z")]
    [InlineData("1.74082443e9", "2025-03-01T10:20:30Z")]
    [InlineData("\"1740824430.5\"", "2025-03-01T10:20:30.5Z")]
    [InlineData("null", "2025-03-10T12:00:00Z")]
    [InlineData("\"2025-03-11T12:00:00Z\"", "2025-03-11T12:00:00Z")]
    [InlineData("\"2015-01-01T00:00:00Z\"", "2015-01-01T00:00:00Z")]
    public void Times_are_taken_as_programs_write_them(string written, string expected) =>
        Assert.Equal(expected, Read.One($$"""{"kind":"image","timestamp":{{written}}}""")["time"]);

    [Fact]
    public void Escapes_are_undone_where_they_lie()
    {
        var fact = Read.One("""{"kind":"image","prompt":"a\n\"b\"\\\/\u00e9\u6771\ud83d\ude00\t\b\f\rz","negative_prompt":"plain","style":"\u0061nime","\u006dodel":"m"}""");
        Assert.Equal("a\n\"b\"\\/é東😀\t\b\f\rz", fact["prompt"]);
        Assert.Equal(("plain", "anime", "m"), (fact["negative_prompt"], fact["style"], fact["model"]));
    }

    [Fact]
    public void Of_a_member_that_is_there_twice_the_last_one_wins()
    {
        var fact = Read.One("""{"kind":"image","id":"a","style":"x","style":"y","width":1,"width":null,"id":"b","timestamp":1,"timestamp":null}""".Replace("\"timestamp\":1,", "", StringComparison.Ordinal));
        Assert.Equal(("b", "y", false), (fact["id"], fact["style"], fact.ContainsKey("width")));
    }

    [Fact]
    public void The_kind_may_come_last_and_unknown_members_are_ignored()
    {
        var fact = Read.One("""{"what":{"ever":[1,{"kind":"image"}]},"style":"x","a_member_with_a_name_longer_than_any_field_has":1,"kind":"im\u0061ge"}""");
        Assert.Equal(("image", "x"), (fact["kind"], fact["style"]));
    }

    [Fact]
    public void The_path_implies_the_kind_whatever_the_body_says() =>
        Assert.Equal("activity", Read.One("""{"kind":"image","user_id":"u","action_type":"login"}""", FactKind.Activity)["kind"]);

    [Theory]
    [InlineData("\"01890a5d-ac96-774b-bcce-b302099a8057\"", "01890a5d-ac96-774b-bcce-b302099a8057", true)]
    [InlineData("\"01890A5D-AC96-774B-BCCE-B302099A8057\"", "01890A5D-AC96-774B-BCCE-B302099A8057", false)]
    [InlineData("\"00000000-0000-0000-0000-000000000000\"", "00000000-0000-0000-0000-000000000000", false)]
    [InlineData("12345678901234567890", "12345678901234567890", false)]
    [InlineData("\"\\u00e9\"", "é", false)]
    public void An_id_comes_back_as_it_was_sent(string written, string expected, bool isUuid)
    {
        using var reading = Read.Body($$"""{"kind":"image","id":{{written}}}""");
        Assert.Equal(expected, Read.All(reading.Batch).Single()["id"]);
        Assert.Equal(isUuid, reading.Batch.Headers[0].IdText == FactBatch.Absent);
    }

    [Fact]
    public void Without_an_id_each_fact_gets_a_new_one()
    {
        using var reading = Read.Body("""[{"kind":"image"},{"kind":"image","id":null}]""");
        var ids = Read.All(reading.Batch).ConvertAll(fact => Guid.Parse(fact["id"]));
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(7, id.Version));
    }

    [Fact]
    public void With_an_idempotency_key_the_ids_follow_from_it_and_the_position()
    {
        static List<string> Ids(string key)
        {
            using var reading = Read.Body("""[{"kind":"image"},{"kind":"nothing"},{"kind":"image"},{"kind":"image","id":"own"}]""", idempotencyKey: key);
            return Read.All(reading.Batch).ConvertAll(fact => fact["id"]);
        }
        Assert.Equal(Ids("k"), Ids("k"));
        Assert.Equal("own", Ids("k")[2]);
        Assert.NotEqual(Ids("k")[0], Ids("k")[1]);
        Assert.Empty(Ids("k")[..2].Intersect(Ids("other")[..2]));
        Assert.Equal(8, Guid.Parse(Ids("k")[0]).Version);
    }

    [Theory]
    [InlineData("[]", 0, false)]
    [InlineData("""{"kind":"image"}""", 1, true)]
    [InlineData("""[{"kind":"image"}]""", 1, false)]
    [InlineData("{\"kind\":\"image\"}\n\n{\"kind\":\"image\"}\r\n", 2, false)]
    [InlineData("\uFEFF{\"kind\":\"image\",\"style\":\"a\\u0062\"}", 1, true)]
    public void One_fact_an_array_or_lines(string body, int count, bool isSingle)
    {
        using var reading = Read.Body(body);
        Assert.Null(reading.BodyRefusal);
        Assert.Equal((count, isSingle), (reading.Batch.Count, reading.IsSingle));
    }

    [Fact]
    public void A_byte_order_mark_moves_nothing() =>
        Assert.Equal("ab", Read.One("\uFEFF{\"kind\":\"image\",\"style\":\"a\\u0062\"}")["style"]);

    [Theory]
    [InlineData("""{"kind":"nothing"}""", "unknown_kind", "kind")]
    [InlineData("""{"kind":5}""", "wrong_type", "kind")]
    [InlineData("""{"kind":null}""", "missing_field", "kind")]
    [InlineData("""{"style":"x"}""", "missing_field", "kind")]
    [InlineData("""{"kind":"image","kind":"activity"}""", "invalid_value", "kind")]
    [InlineData("""{"kind":"image","kind":{}}""", "invalid_value", "kind")]
    [InlineData("5", "wrong_type", null)]
    [InlineData("\"text\"", "wrong_type", null)]
    [InlineData("""{"kind":"activity","user_id":"u"}""", "missing_field", "activity_type")]
    [InlineData("""{"kind":"activity","user_id":"","activity_type":"x"}""", "missing_field", "user_id")]
    [InlineData("""{"kind":"activity","user_id":null,"activity_type":"x"}""", "missing_field", "user_id")]
    [InlineData("""{"kind":"activity","user_id":1.5,"activity_type":"x"}""", "wrong_type", "user_id")]
    [InlineData("""{"kind":"activity","user_id":{"a":[1]},"activity_type":"x"}""", "wrong_type", "user_id")]
    [InlineData("""{"kind":"activity","user_id":"u","activity_type":7}""", "wrong_type", "activity_type")]
    [InlineData("""{"kind":"image","id":""}""", "invalid_value", "id")]
    [InlineData("""{"kind":"image","id":true}""", "wrong_type", "id")]
    [InlineData("""{"kind":"image","width":"5"}""", "wrong_type", "width")]
    [InlineData("""{"kind":"image","width":1.5}""", "wrong_type", "width")]
    [InlineData("""{"kind":"image","width":-1}""", "out_of_range", "width")]
    [InlineData("""{"kind":"image","width":1e300}""", "out_of_range", "width")]
    [InlineData("""{"kind":"image","generation_time":-0.5}""", "out_of_range", "generation_time")]
    [InlineData("""{"kind":"image","generation_time":1e9}""", "out_of_range", "generation_time")]
    [InlineData("""{"kind":"image","generation_time":"NaN"}""", "wrong_type", "generation_time")]
    [InlineData("""{"kind":"image","generation_time":"1"}""", "wrong_type", "generation_time")]
    [InlineData("""{"kind":"image","cost":-1}""", "out_of_range", "cost")]
    [InlineData("""{"kind":"image","cost":1000001}""", "out_of_range", "cost")]
    [InlineData("""{"kind":"image","cost":[1]}""", "wrong_type", "cost")]
    [InlineData("""{"kind":"image","status":"perhaps"}""", "invalid_value", "status")]
    [InlineData("""{"kind":"image","loras":5}""", "wrong_type", "loras")]
    [InlineData("""{"kind":"image","prompt":"\ud800"}""", "invalid_text", "prompt")]
    [InlineData("""{"kind":"image","prompt":"\udc00\ud800"}""", "invalid_text", "prompt")]
    [InlineData("""{"kind":"image","prompt":"\ud800x"}""", "invalid_text", "prompt")]
    [InlineData("""{"kind":"image","prompt":"a\u0000b"}""", "invalid_text", "prompt")]
    [InlineData("""{"kind":"image","meta":{"a":["\ud800"]}}""", "invalid_text", "meta")]
    [InlineData("""{"kind":"image","meta":{"\udfff":1,"source":"x"}}""", "invalid_text", "meta")]
    [InlineData("""{"kind":"image","meta":{"source":"\udfff"}}""", "invalid_text", "meta")]
    [InlineData("""{"kind":"image","timestamp":"9999-12-31T23:59:59Z"}""", "time_out_of_range", "timestamp")]
    [InlineData("""{"kind":"image","timestamp":"2014-12-31T23:59:59Z"}""", "time_out_of_range", "timestamp")]
    [InlineData("""{"kind":"image","timestamp":"2025-03-11T12:00:00.000001Z"}""", "time_out_of_range", "timestamp")]
    [InlineData("""{"kind":"image","timestamp":1740824430000}""", "time_out_of_range", "timestamp")]
    [InlineData("""{"kind":"image","timestamp":1e300}""", "time_out_of_range", "timestamp")]
    [InlineData("""{"kind":"image","timestamp":"2025-02-29"}""", "invalid_value", "timestamp")]
    [InlineData("""{"kind":"image","timestamp":"2025-03-01T24:00:00Z"}""", "invalid_value", "timestamp")]
    [InlineData("""{"kind":"image","timestamp":"yesterday"}""", "invalid_value", "timestamp")]
    [InlineData("""{"kind":"image","timestamp":"NaN"}""", "invalid_value", "timestamp")]
    [InlineData("""{"kind":"image","timestamp":""}""", "invalid_value", "timestamp")]
    [InlineData("""{"kind":"image","timestamp":{}}""", "wrong_type", "timestamp")]
    [InlineData("""{"kind":"command","user_id":"u","command_name":"c","success":"yes"}""", "wrong_type", "success")]
    [InlineData("""{"kind":"command","user_id":"u","command_name":"c","success":2}""", "wrong_type", "success")]
    [InlineData("""{"kind":"api_call","endpoint":"/x","method":"GET","status_code":99}""", "out_of_range", "status_code")]
    [InlineData("""{"kind":"api_call","endpoint":"/x","method":"GET","status_code":600}""", "out_of_range", "status_code")]
    [InlineData("""{"kind":"api_call","endpoint":"/x","method":"GET"}""", "missing_field", "status_code")]
    [InlineData("""{"kind":"conversation","conversation_id":"c","action":"paused"}""", "invalid_value", "action")]
    [InlineData("""{"kind":"conversation","conversation_id":"c"}""", "missing_field", "action")]
    public void A_wrong_fact_is_refused_by_its_code_and_field(string json, string code, string? field)
    {
        var refusal = Read.Refused(json);
        Assert.Equal((code, field), (refusal.Code, refusal.Field));
    }

    [Fact]
    public void Texts_are_measured_in_bytes_after_their_escapes()
    {
        Assert.Equal(128, Encoding.UTF8.GetByteCount(Read.One($$"""{"kind":"image","user_id":"{{string.Concat(Enumerable.Repeat("\\u00e9", 64))}}"}""")["user_id"]));
        Assert.Equal("too_long", Read.Refused($$"""{"kind":"image","user_id":"{{new string('é', 65)}}"}""").Code);
        Assert.Equal("too_long", Read.Refused($$"""{"kind":"image","id":"{{new string('x', 129)}}"}""").Code);
        Assert.Equal("too_long", Read.Refused($$"""{"kind":"image","meta":"{{new string('x', FactSchema.MaxJsonBytes - 1)}}"}""").Code);
        Assert.Equal(FactSchema.MaxJsonBytes, Read.One($$"""{"kind":"image","meta":"{{new string('x', FactSchema.MaxJsonBytes - 2)}}"}""")["meta"].Length);
    }

    [Fact]
    public void A_fact_that_is_too_large_is_refused_by_itself()
    {
        var large = $$"""{"kind":"image","unknown":"{{new string('x', 2000)}}"}""";
        using var reading = Read.Body($$"""[{"kind":"image"},{{large}},{"kind":"image"}]""", options: new IngestOptions { MaxFactBytes = 1024 });
        Assert.Equal(2, reading.Batch.Count);
        Assert.Equal((1, "fact_too_large"), (reading.Refused[0].Index, reading.Refused[0].Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("{")]
    [InlineData("[{\"kind\":\"image\"}")]
    [InlineData("[{\"kind\":\"image\"},]")]
    [InlineData("[{\"kind\":\"image\"}] {\"kind\":\"image\"}")]
    [InlineData("{\"kind\":\"image\",\"cost\":NaN}")]
    [InlineData("{\"kind\":\"image\",\"cost\":Infinity}")]
    [InlineData("{\"kind\":\"image\"}\n{\"kind\":\"image\"")]
    [InlineData("{'kind':'image'}")]
    [InlineData("kind=image")]
    [InlineData("{\"kind\":\"image\",\"prompt\":\"\\x\"}")]
    public void A_body_that_is_not_json_is_refused_whole(string body) => Assert.Equal("invalid_json", Read.BodyRefused(body).Code);

    [Fact]
    public void A_body_that_is_not_utf8_or_nests_too_deep_is_refused_whole()
    {
        Assert.Equal("invalid_json", Read.BodyRefused([.. "{\"kind\":\"image\",\"prompt\":\""u8, 0xC3, 0x28, .. "\"}"u8]).Code);
        var deep = new string('[', 100) + new string(']', 100);
        Assert.Equal("invalid_json", Read.BodyRefused($$"""{"kind":"image","meta":{{deep}}}""").Code);
    }

    [Fact]
    public void A_body_with_too_many_facts_or_bytes_is_refused_whole()
    {
        var body = $"[{string.Join(',', Enumerable.Repeat("{\"kind\":\"image\"}", 10_001))}]";
        Assert.Equal("batch_too_large", Read.BodyRefused(body).Code);
        Assert.Equal("batch_too_large", Read.BodyRefused(body, new IngestOptions { MaxBatchBytes = 1024 }).Code);
        using var reading = Read.Body(body[..^18] + "]");
        Assert.Equal((10_000, null), (reading.Batch.Count, reading.BodyRefusal));
    }

    [Fact]
    public void In_a_batch_a_wrong_fact_loses_no_other()
    {
        using var reading = Read.Body(
            """[{"kind":"image","id":"a"},7,{"kind":"image","width":"x","meta":{"a":[{}]},"style":"s"},[{"kind":"image"}],{"kind":"x"},null,{"kind":"image","id":"b"}]""");
        Assert.Equal(["a", "b"], Read.All(reading.Batch).ConvertAll(fact => fact["id"]));
        Assert.Equal([1, 2, 3, 4, 5], reading.Refused.Select(refusal => refusal.Index));
        Assert.Equal([0, 6], reading.Batch.Headers.ToArray().Select(header => header.Index));
        Assert.Equal(7, reading.Count);
    }
}
