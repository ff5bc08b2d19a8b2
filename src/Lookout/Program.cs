Console.Error.WriteLine("lookout: no verb given");
return 64;
