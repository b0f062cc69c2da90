var app = WebApplication.Create(args);
app.MapGet("/healthz", () => Results.Ok());
await app.RunAsync();
