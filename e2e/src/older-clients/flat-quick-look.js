const ws = new WebSocket('ws://localhost:8000/ws/training/job_abc123');
ws.onmessage = (event) => {
  const data = JSON.parse(event.data);
  console.log('Progress:', data.progress, '%');
  console.log('Loss:', data.loss);
};
