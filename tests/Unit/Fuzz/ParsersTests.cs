using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Egress;
using Countersign.Gate;
using Countersign.Http;
using Countersign.Policies;
using Countersign.Runs;
using Countersign.Tests.Fuzz;
using Countersign.Tests.Unit.Connectors;
using Countersign.Tests.Unit.Policies;
using Microsoft.AspNetCore.Http;

namespace Countersign.Tests.Unit.Fuzz;

/// <summary>Every parser of outside bytes that stands by itself answers or refuses in its own words: no other exception, no hang.</summary>
public sealed class ParsersTests
{
    private static readonly string[] Documents =
    [
        """{"repository":"acme/shop","number":7,"method":"squash"}""", """{"a":[1,2.5,-0,1e21,"\u00e9"],"b":{"c":null,"d":true},"":{}}""",
        """{"message":"hi","thread":"thr_00000000000000000000000000"}""", """[{"path":"a","content":"b"},{"path":"c","content":"d"}]""",
    ];

    [Fact]
    public void Canonical_json_refuses_or_reads_back_what_it_writes()
    {
        var fuzzing = Fuzzing.Of("canonical JSON", 120, 1_500);
        fuzzing.Each((random, number) =>
        {
            var bytes = Mutations.Json(random, Documents[random.Next(Documents.Length)]);
            Holds(fuzzing, number, bytes, () =>
            {
                try
                {
                    var written = CanonicalJson.Write(CanonicalJson.Parse(bytes));
                    Assert.Equal(written, CanonicalJson.Write(CanonicalJson.Parse(written)));
                }
                catch (CanonicalJsonException e)
                {
                    Assert.NotEmpty(e.Message);
                }
            });
        });
    }

    [Fact]
    public void Arguments_of_every_tool_are_refused_or_have_a_canonical_form()
    {
        var fuzzing = Fuzzing.Of("arguments of tools", 120, 1_500);
        fuzzing.Each((random, number) =>
        {
            var tool = Catalog.Tools.All[random.Next(Catalog.Tools.All.Count)];
            var bytes = Mutations.Json(random, """{"repository":"acme/shop","number":7,"title":"t","body":"b","ref":"main","path":"a","branch":"x","message":"m","files":[{"path":"a","content":"b"}]}""");
            Holds(fuzzing, number, bytes, () =>
            {
                if (Element(bytes) is { } element && CanonicalJson.Refusal(element) is null && tool.Parse(element) is Countersign.Connectors.ArgumentsResult.Parsed parsed)
                    Assert.NotEmpty(CanonicalJson.Write(parsed.Canonical));
            });
        });
    }

    [Fact]
    public void Names_ids_headers_and_answers_are_read_or_refused()
    {
        var fuzzing = Fuzzing.Of("names, ids, ETags, answers", 120, 1_500);
        fuzzing.Each((random, number) =>
        {
            var text = Mutations.Text(random, 200);
            Holds(fuzzing, number, Encoding.UTF8.GetBytes(text), () =>
            {
                Assert.True(!RunId.TryParse(text, out var id) || id.Value == text);
                Assert.True(!ToolName.TryParse(text, out var name) || name.Value == text);
                Assert.NotNull(AnswerText.Clean(text, ["github.com"]));
                Assert.InRange(AnswerText.SettledLength(text), 0, text.Length);
                Assert.DoesNotContain(PhoneEscape.Identifier(text), letter => letter is < ' ' or > '~');
                Assert.NotNull(PhoneEscape.FreeText(text));
                new RequestTemplate("GET", "repositories/{id}/contents/{*path}").Matches("GET", text);
                var request = new DefaultHttpContext().Request;
                request.Headers.IfMatch = text;
                request.QueryString = new QueryString("?" + Uri.EscapeDataString(new string([.. text.Where(c => !char.IsSurrogate(c))])));
                Refuses(() => ETagHeader.RequireIfMatch(request));
                Refuses(() => new QueryParameters(request, "limit", "cursor", "from").Instant("from"));
            });
        });
    }

    [Fact]
    public void An_export_or_checkpoint_file_of_any_shape_is_a_report_or_none()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = CheckpointKey.FromPem(pair.ExportPkcs8PrivateKeyPem());
        var person = "p_" + new string('0', 32);
        var entry = new AuditEntry { Seq = 1, At = "2026-01-01T00:00:00.000Z", Principal = person, Kind = "run.started", Previous = ChainHash.Genesis(person), Hash = "" };
        entry = entry with { Hash = ChainHash.Of(entry) };
        string[] lines =
        [
            JsonSerializer.Serialize(new ExportLine("header", Header: new ExportHeader("countersign.audit.v1", person, "x")), AuditJson.Default.ExportLine),
            JsonSerializer.Serialize(new ExportLine("entry", Entry: entry), AuditJson.Default.ExportLine),
            JsonSerializer.Serialize(new ExportLine("checkpoint", Checkpoint: key.Sign(person, 1, entry.Hash, DateTimeOffset.UnixEpoch)), AuditJson.Default.ExportLine),
        ];
        var fuzzing = Fuzzing.Of("audit exports", 60, 600);
        fuzzing.Each((random, number) =>
        {
            string[] export = [.. lines.Select(line => random.Next(2) == 0 ? line : Encoding.UTF8.GetString(Mutations.Json(random, line)))];
            Holds(fuzzing, number, Encoding.UTF8.GetBytes(string.Join('\n', export)), () =>
            {
                try
                {
                    Assert.NotNull(ExportFile.Verify(() => export, [key], ExportFile.Checkpoints(export)));
                }
                catch (InvalidDataException)
                {
                    // Said to be no export.
                }
            });
        });
    }

    [Fact]
    public void A_policy_document_is_refused_in_words_or_decides_whatever_it_is_asked()
    {
        const string document = """
            {"defaults":{"read":"allow","write":"step_up","destructive":"step_up","unknown":"deny"},"rules":[{"id":"a","decision":"deny","text":"No {tool}.","when":{"tools":["github.*"],
            "risks":["read","destructive"],"agents":["direct"],"connections":["github"],"scopes":["repo"],"projects":["p"],"doors":["api"],"present":true,"marked":false,"sources":["x*"],
            "arguments":[{"path":"a.b","like":["x*"]},{"path":"n","at_least":3}],"time":{"days":["monday"],"from":"09:00:00","until":"17:00:00","zone":"Europe/Berlin"}}},
            {"id":"b","decision":"allow","when":{}}]}
            """;
        var file = Path.GetTempFileName();
        var fuzzing = Fuzzing.Of("policy documents", 60, 600);
        var asked = JsonDocument.Parse("""{"a":{"b":"xy"},"n":5}""").RootElement;
        fuzzing.Each((random, number) =>
        {
            var bytes = number == 0 ? Encoding.UTF8.GetBytes(document) : Mutations.Json(random, document);
            Holds(fuzzing, number, bytes, () =>
            {
                File.WriteAllBytes(file, bytes);
                var result = new PoliciesOptionsValidator().Validate(null, new PoliciesOptions { File = file });
                if (result.Failed)
                {
                    Assert.Contains("Policies:File", result.FailureMessage, StringComparison.Ordinal);
                    return;
                }

                var set = DefaultPolicy.Load(file);
                foreach (var risk in Enum.GetValues<Risk>())
                {
                    // On a Monday and a Sunday: a window of time must not fail on the day it is first looked at.
                    foreach (var day in (int[])[4, 10])
                    {
                        var decision = set.Decide(ADeclaration.Of("github.comment", risk), FactsOf(risk, asked, DateTimeOffset.UnixEpoch.AddDays(day).AddHours(10)));
                        Assert.NotEmpty(decision.Rule);
                        Assert.False(risk == Risk.Destructive && decision is Decision.Allow, "a destructive tool without a countersignature");
                    }
                }
            });
        });
        File.Delete(file);
    }

    private static ActionFacts FactsOf(Risk risk, JsonElement arguments, DateTimeOffset now) => new()
    {
        Principal = default, Tool = ToolName.Parse("github.comment"), Risk = risk, Agent = "direct", Connection = ConnectionName.Parse("github"), Door = "api",
        Present = true, Provenance = ["xyz"], Arguments = arguments, Now = now,
    };

    private static void Holds(Fuzzing fuzzing, int number, byte[] input, Action one)
    {
        try
        {
            one();
        }
        catch (Exception e)
        {
            throw new Xunit.Sdk.XunitException($"{fuzzing.Where(number, Encoding.UTF8.GetString(input))}\n{e}");
        }
    }

    private static void Refuses(Action one)
    {
        try
        {
            one();
        }
        catch (ProblemException e)
        {
            Assert.InRange(e.Problem.Status, 400, 499);
        }
    }

    private static JsonElement? Element(byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes).RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
