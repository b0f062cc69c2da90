using System.Globalization;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Countersign.Runtime.Hosting;

/// <summary>When a timer function is due.</summary>
internal abstract class TimerSchedule
{
    /// <summary>The first occurrence after <paramref name="now"/>.</summary>
    public abstract DateTimeOffset Next(DateTimeOffset now, TimeZoneInfo zone);

    /// <summary>Too frequent to be worth a kept schedule: the host then monitors nothing, whatever the attribute says.</summary>
    public abstract bool TooFrequentToMonitor(DateTimeOffset now);

    /// <param name="text">Five or six NCRONTAB fields, else a time span; %Name% as a whole is the setting of that name.</param>
    /// <param name="settings">The app's settings.</param>
    /// <exception cref="FormatException">Neither, or the setting is missing.</exception>
    public static TimerSchedule Parse(string text, IConfiguration settings)
    {
        var expression = text.Trim();
        if (expression is ['%', .. var name, '%'])
            expression = settings[name]?.Trim() ?? throw new FormatException($"The schedule is {text}, and there is no setting of that name.");
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = fields != 5 }) is { } cron)
            return new Cron(cron, expression);
        return TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero
            ? new Constant(interval)
            : throw new FormatException($"The schedule '{expression}' is neither five or six NCRONTAB fields nor a time span.");
    }

    private sealed class Constant(TimeSpan interval) : TimerSchedule
    {
        public override DateTimeOffset Next(DateTimeOffset now, TimeZoneInfo zone) => now + interval;

        public override bool TooFrequentToMonitor(DateTimeOffset now) => interval < TimeSpan.FromMinutes(1);
    }

    private sealed class Cron(CrontabSchedule cron, string expression) : TimerSchedule
    {
        public override DateTimeOffset Next(DateTimeOffset now, TimeZoneInfo zone)
        {
            var wall = TimeZoneInfo.ConvertTime(now, zone).DateTime;
            while (true)
            {
                wall = cron.GetNextOccurrence(wall);
                if (AsInstant(wall, zone) is var instant && instant > now)
                    return instant;
            }
        }

        public override bool TooFrequentToMonitor(DateTimeOffset now) =>
            expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).All(field => field == "*")
            && cron.GetNextOccurrences(now.DateTime, now.DateTime.AddMinutes(1)).Skip(1).Any();

        /// <summary>A time that the clocks jump over is taken after the jump; one that comes twice is taken the first time.</summary>
        private static DateTimeOffset AsInstant(DateTime wall, TimeZoneInfo zone)
        {
            if (zone.IsInvalidTime(wall))
                return new DateTimeOffset(wall, zone.GetUtcOffset(wall.AddDays(-1)));
            var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
            return new DateTimeOffset(wall, offset);
        }
    }
}
