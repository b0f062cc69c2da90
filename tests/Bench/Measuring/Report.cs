using System.Globalization;
using System.Text.Json.Nodes;

namespace Countersign.Tests.Bench.Measuring;

/// <summary>The figures in the order in which they came, each with its target where there is one.</summary>
internal sealed class Report
{
    private readonly JsonObject _values = [];
    private readonly List<string> _leftOut = [];

    public JsonObject Values => _values;

    /// <summary>Whether the disk's sync says nothing, so that what rests on it is left out.</summary>
    public bool NoDisk { get; set; }

    public void Say(string text) => Console.WriteLine(text);

    public void Add(string key, double value)
    {
        var rounded = value == 0 ? 0 : Math.Round(value, Math.Max(0, 3 - (int)Math.Floor(Math.Log10(Math.Abs(value)))));
        _values[key] = rounded;
        var target = Targets.Of(key);
        var met = target is null ? "" : target.Holds(value) ? "met" : "MISSED";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {key,-40} {rounded,12}   {target?.Text ?? "",-24} {met}"));
    }

    /// <summary>A figure that means nothing where a sync costs nothing.</summary>
    public void AddDurable(string key, double value)
    {
        if (!NoDisk) Add(key, value);
        else _leftOut.Add(key);
    }

    public string ToJson(string machine)
    {
        _values["left_out"] = new JsonArray([.. _leftOut.Select(key => (JsonNode)key)]);
        _values["machine"] = machine;
        return _values.ToJsonString();
    }
}
