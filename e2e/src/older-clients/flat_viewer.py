import asyncio
import websockets
import json

async def watch_training(job_id):
    uri = f"ws://localhost:8000/ws/training/{job_id}"
    
    async with websockets.connect(uri) as websocket:
        async for message in websocket:
            data = json.loads(message)
            print(f"Progress: {data['progress']:.1f}%")
            
            if data.get('complete'):
                print(f"Training {data['status']}!")
                break

asyncio.run(watch_training('job_abc123'))
